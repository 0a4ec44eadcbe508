/**
 * `promptpost explain-upload`: every byte that an upload of a prompt would send, with digests. No network, no token.
 * @module
 */
import { rm, writeFile } from 'node:fs/promises'
import { PromptPostError } from '@promptpost/base'
import type { Command } from 'commander'
import { action, type Context } from '../context.js'
import { explainUpload } from '../explain-upload/contents.js'
import { renderUpload } from '../explain-upload/render.js'
import { usageError } from '../failure.js'
import { serviceSettings } from '../settings/service-settings.js'

type Flags = { student?: string; out?: string }

/** Never over a file that is there: it may be one of the prompt's. Whole or not at all. */
const writeBody = async (file: string, body: Buffer): Promise<void> => {
  try {
    await writeFile(file, body, { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      await rm(file, { force: true }).catch(() => {})
      throw error
    }
    throw new PromptPostError('invalid-argument', 'exists already', {
      field: '--out',
      value: file,
      next: 'Name a new file.',
      cause: error,
    })
  }
}

/** What `promptpost explain-upload` and `promptpost prompts upload --explain-upload` do. */
export const printExplanation = async (context: Context, folder: string, flags: Flags): Promise<void> => {
  const { student, out } = flags
  if (out !== undefined && student === undefined)
    throw usageError('--out needs --student', 'The body names the student: give its id, or leave --out out.')
  // Here first, where the message can name the file.
  const { readSoftPrompt } = await import('@promptpost/engine/post')
  await readSoftPrompt(folder)
  const { allowPlainHttp } = context.globals
  const url = (await serviceSettings(context.globals)).url?.value
  const { contents, body } = await explainUpload(folder, { student, url, allowPlainHttp })
  if (out !== undefined) await writeBody(out, body)
  context.print(contents, () => renderUpload(contents, student))
  if (out !== undefined) context.note(`the body of the request is in ${out}, as it would be sent`)
}

export const addExplainUpload = (program: Command): void => {
  program
    .command('explain-upload')
    .description('show every byte that uploading a prompt would send, with digests; opens no connection')
    .argument('<folder>', 'folder that `promptpost tune` wrote')
    .option('--student <id>', 'the student it was tuned on; the request names it')
    .option('--out <file>', 'write the very bytes of the request’s body to a new file')
    .action(action(printExplanation))
}
