/**
 * `client.prompts`: soft prompts, the only thing of private origin that ever goes up.
 * @module
 */
import type { TuneAndTransferOptions, TunedAndTransferred } from '../../tune-and-transfer/options.js'
import type { ApiPromise } from '../api-promise.js'
import { ask, type Connection, deleter, lister, type Schemas } from '../connection.js'
import { downloader, fileReader } from '../downloads.js'
import type { CallOptions } from '../transport.js'

export const promptsOf = (connection: Connection) => {
  const { api } = connection
  const get = (id: string, call?: CallOptions): ApiPromise<Schemas['Prompt']> =>
    ask(connection, call, fetch => api.GET('/v1/prompts/{id}', { params: { path: { id } }, fetch }))
  return {
    /**
     * Sends a prompt's folder: its tensor, its two descriptions and its privacy report. Needs Node.
     *
     * @throws PromptPostError 'invalid-prompt' or 'privacy-refused' for a folder that the service would refuse; nothing is sent
     *
     * @example
     * const prompt = await client.prompts.upload('prompt', { student: 'stu_01h455vb4pex5vsknk084sn02q' })
     */
    async upload(
      folder: string,
      { student, ...call }: CallOptions & { student: string },
    ): Promise<Schemas['Prompt']> {
      const { readPromptFolder } = await import('#disk')
      const { value, body } = await readPromptFolder(folder, student)
      return ask(connection, call, fetch =>
        api.POST('/v1/prompts', { body: value, bodySerializer: () => body, fetch }),
      )
    },
    /**
     * Sends a prompt from its contents, in any runtime.
     *
     * @example
     * const prompt = await client.prompts.create({
     *   student: 'stu_01h455vb4pex5vsknk084sn02q',
     *   adapter_config: { num_virtual_tokens: 10, token_dim: 256 },
     *   adapter_model: btoa('the bytes of adapter_model.safetensors'),
     *   task: { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } },
     * })
     */
    create: (body: Schemas['PromptCreate'], call?: CallOptions): ApiPromise<Schemas['Prompt']> =>
      ask(connection, call, fetch => api.POST('/v1/prompts', { body, fetch })),
    /**
     * The common case as one call: downloads a student (checked, and kept for the next time), tunes a prompt on it on this
     * machine, uploads it, has it transferred and waits. The engine is loaded when tuning starts. Needs Node.
     *
     * Called again with the same options after a kill, an abort or a broken connection, it goes on: no second run is charged to
     * the privacy ledger, no second prompt uploaded, no second transfer begun. Called again when all is done, it gives the same.
     *
     * @throws PromptPostError naming the option, file or line that is wrong; 'conflict' when `out` is there from elsewhere, or
     *   the call in it began with other settings; 'privacy-refused' when the budget of the records does not allow the run
     * @throws JobError when the transfer fails; calling again begins a new one of the same prompt
     * @throws UserAbortError when `signal` fires: tuning keeps a checkpoint, a transfer that was begun goes on
     *
     * @example
     * const { transfer, report, effect } = await client.prompts.tuneAndTransfer({
     *   model: 'reviews-gpt2', data: 'private.tsv', out: 'prompt', dataset: 'public',
     *   template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] },
     *   privacy: { epsilon: 8 },
     *   onPlan: plan => plan.steps.forEach(step => console.log(step.text)),
     * })
     * console.log(effect.verdict, report?.guarantee.epsilon, transfer.id)
     */
    async tuneAndTransfer(options: TuneAndTransferOptions): Promise<TunedAndTransferred> {
      const { tuneAndTransfer } = await import('#disk')
      return tuneAndTransfer(connection, options)
    },
    /**
     * One prompt.
     *
     * @example
     * const { virtual_tokens, privacy_report } = await client.prompts.get('pmt_01h455vb4pex5vsknk084sn02q')
     */
    get,
    /**
     * Prompts, oldest first unless asked otherwise.
     *
     * @example
     * for await (const prompt of client.prompts.list({ limit: 100 })) console.log(prompt.id, prompt.created_at)
     */
    list: lister<'/v1/prompts', Schemas['Prompt']>(connection, '/v1/prompts'),
    /**
     * One of its files as it is sent, in any runtime; unchecked.
     *
     * @example
     * const response = await client.prompts.file('pmt_01h455vb4pex5vsknk084sn02q', 'task.json')
     */
    file: fileReader(connection, 'prompts'),
    /**
     * Brings one's own upload back into a folder, checked against its digests. Needs Node.
     *
     * @throws IntegrityError when a file is not what its digest says; it is then not there
     *
     * @example
     * await client.prompts.download('pmt_01h455vb4pex5vsknk084sn02q', 'prompt-again')
     */
    download: downloader(connection, 'prompts', get),
    /**
     * Deletes it with its files, its transfers and predictions, and all of theirs; what runs is stopped first.
     *
     * @example
     * await client.prompts.delete('pmt_01h455vb4pex5vsknk084sn02q')
     */
    delete: deleter(connection, '/v1/prompts/{id}'),
  }
}
