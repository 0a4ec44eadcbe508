/**
 * Runs the built CLI as a user would: a process of its own, its own folder, no environment but what a test gives.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'
import { departureFromHelp } from './shapes.test.support.js'
import { shellQuote } from './text.js'

const ROOT = resolve(import.meta.dirname, '../../..')
export const PROGRAM = join(ROOT, 'sdk/dist/cli/main.js')
/** A small real model, which stands for a student here. */
export const STUDENT = join(ROOT, 'examples/reviews-gpt2')
export const MODELS = join(ROOT, 'examples')
/** Job handlers that count steps instead of computing. */
export const HANDLERS = join(ROOT, 'gpu-jobs/dist/worker/fixture.test.handlers.js')

export type Outcome = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }
export type Running = {
  child: ChildProcess
  ended: Promise<Outcome>
  /** Resolves once stderr or stdout has matched; rejects when the process ends without. */
  says: (pattern: RegExp) => Promise<string>
}
export type Settings = {
  cwd?: string
  environment?: Record<string, string>
  input?: string | undefined
  program?: string
}

const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(PROMPTPOST_|XDG_|NO_COLOR|FORCE_COLOR|NODE_OPTIONS)/.test(name),
    ),
  )

/** The ledger and home of a test file's runs; never the home of whoever runs it. */
const ledger = mkdtempSync(join(tmpdir(), 'promptpost-cli-ledger-'))
const home = mkdtempSync(join(tmpdir(), 'promptpost-cli-home-'))

export const environmentOf = ({ environment }: Settings): NodeJS.ProcessEnv => ({
  ...cleanEnvironment(),
  HOME: home,
  PROMPTPOST_LEDGER: ledger,
  ...environment,
})

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is sent to move its cursor
const MOVES = /\x1b\[[0-9;?]*[A-Za-z]/g

const start = (command: string, args: readonly string[], settings: Settings, isOpen: boolean): Running => {
  const child = spawn(command, args, {
    cwd: settings.cwd ?? tmpdir(),
    env: environmentOf(settings),
    stdio: 'pipe',
  })
  const said = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += isOpen ? text.replace(MOVES, '') : text
      for (const listener of listeners) listener()
    })
  child.stdin.on('error', () => {})
  if (!isOpen) child.stdin.end(settings.input ?? '')
  const ended = new Promise<Outcome>((done, fail) =>
    child.once('close', (code, signal) => {
      const problem = code === 0 && args.includes('--json') && departureFromHelp(args, said.stdout)
      if (problem) fail(new Error(`--json of ${args.join(' ')}: ${problem}`))
      else done({ code, signal, ...said })
    }),
  )
  const says = (pattern: RegExp): Promise<string> =>
    new Promise((done, fail) => {
      const look = (): void => {
        const match = pattern.exec(`${said.stderr}\n${said.stdout}`)
        if (!match) return
        listeners.delete(look)
        done(match[0])
      }
      listeners.add(look)
      look()
      void ended
        .catch(() => {})
        .then(() => fail(new Error(`ended without ${pattern}: ${JSON.stringify(said)}`)))
    })
  return { child, ended, says }
}

export const startCli = (args: readonly string[], settings: Settings = {}): Running =>
  start(process.execPath, [settings.program ?? PROGRAM, ...args], settings, false)

/** The same on a terminal of its own, by script(1); what the terminal shows comes as stdout. */
export const startOnTerminal = (args: readonly string[], settings: Settings = {}): Running => {
  const command = [process.execPath, PROGRAM, ...args].map(shellQuote).join(' ')
  return start('script', ['-qec', command, '/dev/null'], { ...settings, input: undefined }, true)
}

/** Another program, in the same environment. */
export const runCommand = (command: string, args: readonly string[], settings: Settings = {}) =>
  start(command, args, settings, false).ended

export const runCli = (args: readonly string[], settings?: Settings): Promise<Outcome> =>
  startCli(args, settings).ended

const folders: string[] = [ledger, home]
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

/** A folder of the test's own, gone when its file is done. */
export const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'promptpost-cli-'))
  folders.push(folder)
  return folder
}

/** What must never be printed. */
export const PRIVATE_TEXT = 'Zanzibarquux'

const WORDS = ['dull', 'fine', 'slow', 'warm', 'empty', 'lively', 'flat', 'bright']

/** A labelled data file of 24 short texts. */
export const writeData = async (folder: string): Promise<string> => {
  const rows = Array.from({ length: 24 }, (_, i) => `${PRIVATE_TEXT} is ${WORDS[i % 8]} ${i}\t${i % 2}`)
  const file = join(folder, 'private.tsv')
  await writeFile(file, `text\tlabel\n${rows.join('\n')}\n`)
  return file
}

export const TEMPLATE = '{text} It was'
export const VERBALIZER = '{"0": "bad", "1": ["good"]}'

/** Flags of a quick tuning run; later ones win. */
export const tuneArgs = (data: string, out: string, ...more: string[]): string[] => [
  ...['tune', '--student', STUDENT, '--data', data, '--out', out],
  ...['--template', TEMPLATE, '--verbalizer', VERBALIZER],
  ...['--steps', '4', '--batch-size', '4', '--virtual-tokens', '2', '--max-tokens', '24'],
  ...more,
]
