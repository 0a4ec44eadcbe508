#!/usr/bin/env node
/**
 * The program `promptpost`.
 * @module
 */
import { writeStderr } from './context.js'
import { describeFailure, EXIT } from './failure.js'
import { run } from './run.js'

// Whoever reads our output may stop reading (`promptpost jobs list | head`): no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok)
  writeStderr(`error: the result could not be written to stdout: ${describeFailure(error).message}`)
  process.exit(EXIT.failure)
})

// Nobody may be reading progress any more, but the work is worth ending: a private run is paid for.
process.stderr.on('error', () => {})

process.exitCode = await run(process.argv.slice(2))
