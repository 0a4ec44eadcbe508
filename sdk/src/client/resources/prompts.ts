/**
 * `client.prompts`: soft prompts, the only thing of private origin that ever goes up.
 * @module
 */

import type { TuneAndTransferOptions, TunedAndTransferred } from '../../tune-and-transfer/options.js'
import type { ApiPromise } from '../api-promise.js'
import { answerOf, type Connection, deleter, lister, type Schemas } from '../connection.js'
import { downloadResource } from '../download.js'
import { readPromptFolder } from '../prompt-folder.js'
import type { CallOptions } from '../transport.js'

export const promptsOf = (connection: Connection) => {
  const { api, transport } = connection
  const get = (id: string, call?: CallOptions): ApiPromise<Schemas['Prompt']> =>
    answerOf(api.GET('/v1/prompts/{id}', { params: { path: { id } }, fetch: transport(call) }))
  return {
    /** Sends a prompt's folder: its tensor, its two descriptions and its privacy report. */
    async upload(
      folder: string,
      { student, ...call }: CallOptions & { student: string },
    ): Promise<Schemas['Prompt']> {
      const { value, body } = await readPromptFolder(folder, student)
      return answerOf(
        api.POST('/v1/prompts', { body: value, bodySerializer: () => body, fetch: transport(call) }),
      )
    },
    get,
    list: lister<'/v1/prompts', Schemas['Prompt']>(connection, '/v1/prompts'),
    /** Brings one's own upload back into a folder, checked against its digests. */
    download: downloadResource(connection, 'prompts', get),
    /**
     * The common case as one call: downloads a student (checked, and kept for the next time), tunes a prompt on it on this
     * machine, uploads it, has it transferred and waits. The engine is loaded when tuning starts.
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
      const { tuneAndTransfer } = await import('../../tune-and-transfer/index.js')
      return tuneAndTransfer(connection, options)
    },
    /** With its files, its transfers and predictions, and all of theirs; what runs is stopped first. */
    delete: deleter(connection, '/v1/prompts/{id}'),
  }
}
