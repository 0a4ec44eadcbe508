/**
 * What every command is given: where its output goes, how it is interrupted, what the global flags say.
 * @module
 */
import type { Command } from 'commander'
import { plannedRequest, renderRequest } from './dry-run.js'
import { type Interrupt, listenForInterrupt } from './interrupt.js'
import { type ProgressBar, progressBar } from './progress.js'
import { plain } from './text.js'

export type Globals = {
  json?: boolean
  quiet?: boolean
  verbose?: boolean
  project?: string
  debug?: boolean
  url?: string
  tokenFile?: string
  allowPlainHttp?: boolean
  /** Of the command; requests that change something are then shown and not sent. */
  dryRun?: boolean
}

export type Context = {
  globals: Globals
  interrupt: Interrupt
  signal: AbortSignal
  progress: ProgressBar
  /** The result: JSON with --json, else the text. Once per command. */
  print: (value: unknown, text: () => string) => void
  /** One line for people, on stderr; nothing when quiet. */
  note: (text: string) => void
  /** The same for --verbose alone: requests, and where settings came from. */
  detail: (text: string) => void
}

export const writeStderr = (text: string): void => void process.stderr.write(`${plain(text)}\n`)

const createContext = (globals: Globals): Context => {
  const progress = progressBar(process.stderr, { quiet: globals.quiet ?? false })
  const note = (text: string): void => {
    progress.end()
    if (!globals.quiet) writeStderr(text)
  }
  const interrupt = listenForInterrupt(note)
  return {
    globals,
    interrupt,
    signal: interrupt.signal,
    progress,
    note,
    detail: text => {
      if (globals.verbose) note(text)
    },
    print(value, text) {
      progress.end()
      process.stdout.write(globals.json ? `${JSON.stringify(value)}\n` : `${plain(text())}\n`)
    },
  }
}

/**
 * A command's work as commander calls it.
 *
 * @param work given the context, the positional arguments and the options
 */
export const action = <Arguments extends unknown[]>(
  work: (context: Context, ...parameters: Arguments) => Promise<void>,
): ((...parameters: unknown[]) => Promise<void>) => {
  return async (...parameters) => {
    const command = parameters.at(-1) as Command
    const context = createContext(command.optsWithGlobals())
    try {
      await work(context, ...(parameters.slice(0, -1) as Arguments))
    } catch (error) {
      const request = plannedRequest(error)
      if (!request) throw error
      context.print({ request }, () => renderRequest(request))
      context.note('nothing was sent but what had to be looked up')
    } finally {
      context.progress.end()
    }
  }
}
