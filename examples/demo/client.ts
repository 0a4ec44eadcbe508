/**
 * The client's side: it fetches the student, tunes prompts on it at home, and sends up the prompts alone.
 * @module
 */
import { join } from 'node:path'
import { readPromptFolder, type TunedPrompt, tunePrompt } from 'promptpost'
import type { PromptPost } from 'promptpost/client'
import { type Context, showLocal } from './context.js'
import { DATA } from './places.js'

/** What left the client's machine. */
export type Sent = { prompt: string; file: string; bytes: number }

export type Tuned = {
  plain: TunedPrompt
  private: TunedPrompt
  student: string
  seconds: number
  privateSeconds: number
}

/** Everything in this folder is the client's; nothing of it but the prompts' files goes anywhere. */
const folderOf = ({ places }: Context, name: string): string => join(places.client, name)

export const ledgerOf = (context: Context): string => folderOf(context, 'ledger')

export const fetchStudent = async (
  context: Context,
  client: PromptPost,
): Promise<{ id: string; folder: string }> => {
  const { result } = await context.timed('list and download the student', async () => {
    const [newest] = (await client.students.list().all()).reverse()
    const folder = folderOf(context, 'student')
    await client.students.download(newest!.id, folder, {
      onProgress: (done, total) =>
        context.line.show({ stage: 'client: download the student', share: done / total }),
      signal: context.signal,
    })
    return { id: newest!.id, folder }
  })
  return result
}

export const tuneAtHome = async (context: Context, student: string): Promise<Tuned> => {
  const { settings, seed, signal } = context
  const { virtualTokens, ...plainSettings } = settings.tune
  const { epsilon, clip, expectedBatch, ...privateSettings } = settings.private
  const common = {
    student,
    data: join(DATA, settings.data.private),
    task: settings.task,
    virtualTokens,
    seed,
    signal,
    maxTokens: settings.maxTokens,
    // The demo's own: it may be run any number of times and must not count against whoever runs it.
    ledger: { directory: ledgerOf(context) },
  }
  const plain = await context.timed('tune', () =>
    tunePrompt({
      ...common,
      ...plainSettings,
      out: folderOf(context, 'prompt'),
      onProgress: showLocal(context, 'client: tune'),
    }),
  )
  const privately = await context.timed('tune privately', () =>
    tunePrompt({
      ...common,
      ...privateSettings,
      out: folderOf(context, 'prompt-dp'),
      privacy: { epsilon, clip, expectedBatch },
      onProgress: showLocal(context, `client: tune, epsilon ${epsilon}`),
    }),
  )
  return {
    plain: plain.result,
    private: privately.result,
    student,
    seconds: plain.seconds,
    privateSeconds: privately.seconds,
  }
}

/** The files of a prompt's folder that an upload sends; others, such as the report to read, stay. */
export const explainUpload = async (folder: string, student: string, prompt: string): Promise<Sent[]> => {
  const { parts } = await readPromptFolder(folder, student)
  return parts.map(({ name, bytes }) => ({ prompt, file: name, bytes: bytes.length }))
}

/** Says what would be sent, then sends it. @returns the prompts' identifiers */
export const uploadPrompts = async (context: Context, client: PromptPost, student: string, tuned: Tuned) => {
  const folders = { prompt: tuned.plain.out, 'prompt-dp': tuned.private.out }
  const sent: Sent[] = []
  for (const [name, folder] of Object.entries(folders))
    sent.push(...(await explainUpload(folder, student, name)))
  const list = sent.map(
    ({ prompt, file, bytes }) => `    ${`${prompt}/${file}`.padEnd(38)} ${String(bytes).padStart(7)} bytes`,
  )
  context.line.say(
    `client: this is all that is uploaded, no text and no label of ${settingsName(context)}:\n${list.join('\n')}`,
  )
  const { result } = await context.timed('upload the prompts', async () => ({
    plain: (await client.prompts.upload(folders.prompt, { student })).id,
    private: (await client.prompts.upload(folders['prompt-dp'], { student })).id,
  }))
  return { prompts: result, sent }
}

const settingsName = ({ settings }: Context): string => settings.data.private
