/**
 * A client's machine of its own: fresh home, temporary and configuration folders, the only ones its processes may write
 * in, and an observer in each of them. The client itself is the built CLI, untouched.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { REPOSITORY } from '../support/service.js'
import { type InternetSocket, watchSockets } from './kernel-sockets.js'

export const CLI = join(REPOSITORY, 'sdk/dist/cli/main.js')

export type Observed = {
  pid: number
  event: 'process' | 'socket' | 'connection' | 'datagram socket'
  parent?: number
  arguments?: string[]
  to?: string
}

export type Machine = {
  /** All that the machine's processes may write to. */
  root: string
  /** Where commands run, below the home. */
  work: string
  environment: NodeJS.ProcessEnv
}

export type Ran = {
  args: readonly string[]
  code: number | null
  stdout: Buffer
  stderr: Buffer
  observed: Observed[]
  /** What the kernel saw, of native code too. */
  sockets: InternetSocket[]
}

export type RunSettings = {
  environment?: NodeJS.ProcessEnv
  /** A module to load into each of the command's processes. */
  preload?: string
}

/** Node's own permissions, under the name that this version has for them; a newer one bounds the network too. */
const permissions = (writable: readonly string[]): string[] => {
  const known = process.allowedNodeEnvironmentFlags
  return [
    known.has('--permission') ? '--permission' : '--experimental-permission',
    '--allow-fs-read=*',
    ...writable.map(folder => `--allow-fs-write=${folder}/`),
    '--allow-child-process',
    ...['--allow-addons', '--allow-net'].filter(flag => known.has(flag)),
    // That permissions are experimental is said on stderr, which is the client's.
    '--no-warnings',
  ]
}

const OBSERVER = join(import.meta.dirname, 'observer.mjs')

/**
 * @param root a new folder
 * @param names of the home and of the working folder in it, which may be marked
 */
export const clientMachine = (root: string, names: { home: string; work?: string }): Machine => {
  const home = join(root, 'home', names.home)
  const work = join(home, names.work ?? 'work')
  const beside = `${root}-observed`
  const folders = {
    HOME: home,
    TMPDIR: join(root, 'tmp'),
    XDG_CONFIG_HOME: join(root, 'config'),
    XDG_CACHE_HOME: join(root, 'cache'),
    XDG_DATA_HOME: join(root, 'data'),
    XDG_STATE_HOME: join(root, 'state'),
    XDG_RUNTIME_DIR: join(root, 'run'),
  }
  for (const folder of [...Object.values(folders), work, beside]) mkdirSync(folder, { recursive: true })
  const options = [...permissions([root, beside]), `--import=${pathToFileURL(OBSERVER)}`]
  return {
    root,
    work,
    environment: {
      ...folders,
      PATH: process.env.PATH,
      LANG: 'C.UTF-8',
      NO_COLOR: '1',
      NODE_OPTIONS: options.map(option => JSON.stringify(option)).join(' '),
      OBSERVED_TO: join(beside, 'log.jsonl'),
    },
  }
}

export type Started = {
  child: ChildProcess
  stderr: () => string
  ended: Promise<Ran>
  observed: () => Observed[]
}

let runs = 0

/** Starts a command of the CLI in the machine's working folder. */
export const startCommand = (
  machine: Machine,
  args: readonly string[],
  settings: RunSettings = {},
): Started => {
  const log = machine.environment.OBSERVED_TO!.replace('log', `log-${runs++}`)
  const preload = settings.preload === undefined ? '' : ` --import=${pathToFileURL(settings.preload)}`
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: machine.work,
    env: {
      ...machine.environment,
      ...settings.environment,
      NODE_OPTIONS: machine.environment.NODE_OPTIONS + preload,
      OBSERVED_TO: log,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const sockets = watchSockets(child.pid!)
  const said = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
  for (const name of ['stdout', 'stderr'] as const) child[name].on('data', data => said[name].push(data))
  const observed = (): Observed[] =>
    existsSync(log)
      ? readFileSync(log, 'utf8')
          .split('\n')
          .slice(0, -1)
          .map(line => JSON.parse(line))
      : []
  const ended = new Promise<Ran>(resolve =>
    child.on('close', code =>
      resolve({
        args,
        code,
        stdout: Buffer.concat(said.stdout),
        stderr: Buffer.concat(said.stderr),
        observed: observed(),
        sockets: sockets(),
      }),
    ),
  )
  return { child, stderr: () => Buffer.concat(said.stderr).toString(), ended, observed }
}

export const runCommand = (machine: Machine, args: readonly string[], settings?: RunSettings): Promise<Ran> =>
  startCommand(machine, args, settings).ended
