#!/usr/bin/env node
/**
 * The program `promptpost`.
 * @module
 */
import { EXIT } from './failure.js'
import { run } from './run.js'

// Whoever reads our output may stop reading (`promptpost jobs list | head`): no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failure)
})

process.exitCode = await run(process.argv.slice(2))
