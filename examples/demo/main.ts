/**
 * `npm run demo`: the whole of promptpost on one machine. Progress goes to stderr, the table to stdout.
 * @module
 */
import { relative } from 'node:path'
import { outliveReader, PromptPostError, writeFileAtomic } from '@promptpost/base'
import { ApiError, ConnectionError, JobError } from 'promptpost'
import { terminalTable } from 'promptpost/evaluation'
import { createContext } from './context.js'
import { type DemoOptions, readOptions, USAGE } from './options.js'
import { preparePlaces } from './places.js'
import { reportOfStory } from './report.js'
import { jsonOfStory, rowsOfStory } from './results.js'
import { startService } from './service.js'
import { QUICK, SETTINGS } from './settings.js'
import { playStory } from './story.js'

outliveReader()

/** A full disk, a folder that may not be written: the message says it all. */
const isSystem = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && typeof error.syscall === 'string'

const EXIT = { failed: 1, usage: 2, interrupted: 130 }

const play = async ({ out, json, seed, isQuick }: DemoOptions, signal: AbortSignal): Promise<void> => {
  const begun = performance.now()
  const places = await preparePlaces(out)
  const context = createContext({ settings: isQuick ? QUICK : SETTINGS, seed, places, signal })
  const service = await startService(places)
  try {
    const story = await playStory(context, service)
    const seconds = (performance.now() - begun) / 1000
    const rows = rowsOfStory(story, context)
    await writeFileAtomic(places.report, reportOfStory(story, context, rows, seconds))
    if (json !== undefined)
      await writeFileAtomic(json, `${JSON.stringify(jsonOfStory(story, context, seconds), null, 2)}\n`)
    context.line.end()
    process.stdout.write(`\n${terminalTable(rows)}\n`)
    process.stderr.write(`\n${Math.round(seconds)} seconds. The report: ${relative('', places.report)}\n`)
  } finally {
    context.line.end()
    await service.stop()
  }
}

const stopping = new AbortController()
/** The first signal stops in good order, the second at once; the processes we started end when we are gone. */
const stop = (): void => {
  if (stopping.signal.aborted) process.exit(EXIT.interrupted)
  process.stderr.write('\nStopping. Once more to stop at once.\n')
  stopping.abort()
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)

try {
  const options = readOptions(process.argv.slice(2))
  if (options) await play(options, stopping.signal)
  else process.stdout.write(`${USAGE}\n`)
} catch (error) {
  if (stopping.signal.aborted) process.exitCode = EXIT.interrupted
  else {
    const isOurs = error instanceof PromptPostError
    const isKnown =
      isOurs || [ApiError, ConnectionError, JobError].some(kind => error instanceof kind) || isSystem(error)
    process.stderr.write(`\n${isKnown ? (error as Error).message : (error as Error).stack}\n`)
    process.exitCode = isOurs && error.code === 'invalid-argument' ? EXIT.usage : EXIT.failed
  }
}
