/**
 * A data set on its way up, with its progress shown; one that was stopped is continued by the same command.
 * @module
 */
import { UserAbortError } from '../client/errors.js'
import type { PromptPost, Schemas } from '../client/index.js'
import type { NewDataset } from '../client/resources/datasets.js'
import type { Context } from './context.js'
import { CliError, EXIT } from './failure.js'
import { bytes, shellQuote } from './text.js'

/** @param command the words after `promptpost` that would continue it */
export const createDataset = async (
  context: Context,
  client: PromptPost,
  dataset: NewDataset,
  command: readonly string[],
): Promise<Schemas['Dataset']> => {
  let got: string | undefined
  const onProgress = (done: number, total: number): void => {
    if (got === undefined && done > 0 && done < total)
      context.note(`${bytes(done)} of ${bytes(total)} are there already`)
    got = `${bytes(done)} of ${bytes(total)}`
    context.progress.update({ stage: 'upload', fraction: done / total, count: got })
  }
  context.interrupt.announce('stopping the upload')
  try {
    return await client.datasets.create(dataset, {
      signal: context.signal,
      onProgress,
      // Under a key of its own an upload is begun without looking for an earlier one, so that not even a digest is sent.
      ...(context.globals.dryRun && { idempotencyKey: 'dry-run' }),
    })
  } catch (error) {
    if (!(error instanceof UserAbortError) || got === undefined) throw error
    const again = ['promptpost', ...command].map(shellQuote).join(' ')
    throw new CliError(
      EXIT.interrupted,
      'cancelled',
      `the upload was stopped with ${got} there`,
      `Continue it with: ${again}`,
    )
  }
}
