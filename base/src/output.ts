/**
 * What a program does about whoever reads what it prints.
 * @module
 */

/**
 * Whoever reads our output may stop reading (`npm run load | head`). That is no error: the program goes on to its end, so that
 * what it began is put away and its exit code is right.
 */
export const outliveReader = (): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}
