/**
 * Downloads with their progress shown; one that was stopped is continued by the same command.
 * @module
 */
import { UserAbortError } from '../client/errors.js'
import type { DownloadOptions, Schemas } from '../client/index.js'
import type { Context } from './context.js'
import { CliError, EXIT } from './failure.js'
import type { ProgressStep } from './progress.js'
import { bytes, shellQuote } from './text.js'

/** Bytes here of all, as the bar shows them. */
export const downloadStep = (done: number, total: number): ProgressStep => ({
  stage: 'download',
  fraction: total === 0 ? 1 : done / total,
  count: `${bytes(done)} of ${bytes(total)}`,
})

/** @param command the words after `promptpost` that would continue it */
export const downloadTo = async <T extends { files: Schemas['File'][] }>(
  context: Context,
  download: (options: DownloadOptions) => Promise<T>,
  command: readonly string[],
): Promise<T> => {
  context.interrupt.announce('stopping the download')
  try {
    return await download({
      signal: context.signal,
      onProgress: (done, total) => context.progress.update(downloadStep(done, total)),
    })
  } catch (error) {
    if (!(error instanceof UserAbortError)) throw error
    const again = ['promptpost', ...command].map(shellQuote).join(' ')
    throw new CliError(
      EXIT.interrupted,
      'cancelled',
      'the download was stopped',
      `Continue it with: ${again}`,
    )
  }
}

/** Where it went and what came. */
export const printDownload = (
  context: Context,
  directory: string,
  item: { id: string; files: Schemas['File'][] },
): void =>
  context.print({ id: item.id, directory, files: item.files }, () =>
    [
      `${item.id} is in ${directory}`,
      ...item.files.map(file => `  ${file.name}  ${bytes(file.size)}  ${file.sha256}`),
    ].join('\n'),
  )
