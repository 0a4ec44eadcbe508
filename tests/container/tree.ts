/**
 * The files of the container of jobs, built without Docker by the scripts that the Dockerfile runs, and a worker started in them as
 * the image starts it: its entry point, its environment and nothing else, as a user who may not write there.
 * @module
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from '../support/service.js'
import { environmentOf, readDockerfile, valuesOf } from './dockerfile.js'

/** Who jobs run as. */
const USER = 1000
/** Folders of the image that may be written to. */
const WRITABLE = ['models', 'work', 'tmp']

export const script = (name: string, ...args: string[]): void => {
  execFileSync(join(REPOSITORY, 'gpu-jobs/container', name), args, { stdio: ['ignore', 'ignore', 'inherit'] })
}

/** What Docker would be sent: the repository's own files under the names that .dockerignore lets in. */
const copyContext = (target: string): void => {
  const ignore = readFileSync(join(REPOSITORY, '.dockerignore'), 'utf8').split('\n')
  const names = ignore.filter(line => line.startsWith('!')).map(line => line.slice(1))
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...names]
  const files = execFileSync('git', list, { cwd: REPOSITORY, encoding: 'utf8', maxBuffer: 1 << 26 })
  for (const file of files.split('\0').filter(Boolean)) cpSync(join(REPOSITORY, file), join(target, file))
}

export type TreeOptions = {
  /** ONNX Runtime's build with CUDA; without it, the one of npm stays, which computes on the CPU. */
  archive?: string
  /** Takes the repository as it is compiled here, instead of its sources. */
  isCompiled?: boolean
}

/** @param folder becomes the image's root: `app`, `models`, `work`, `tmp` */
export const buildTree = (folder: string, { archive, isCompiled = false }: TreeOptions = {}): void => {
  const app = join(folder, 'app')
  let source = REPOSITORY
  if (!isCompiled) {
    source = join(folder, 'source')
    copyContext(source)
    script('build.sh', source)
  }
  script('app.sh', source, app)
  if (archive !== undefined) {
    script('onnxruntime.sh', archive, app)
    script('linked.sh', app)
  }
  for (const name of WRITABLE) {
    mkdirSync(join(folder, name), { mode: 0o700 })
    if (process.getuid?.() === 0) chownSync(join(folder, name), USER, USER)
  }
  // Docker's --read-only, as far as rights can give it.
  execFileSync('chmod', ['-R', 'a-w,a+rX', app])
  chmodSync(folder, 0o555)
}

/** Lets a folder be removed again. */
export const unlockTree = (folder: string): void => void execFileSync('chmod', ['-R', 'u+w', folder])

/**
 * Starts the entry point in a tree, with Node as it is here and without tini.
 *
 * @param given what `docker run --env` would be given
 */
export const startInTree = (
  folder: string,
  given: Record<string, string>,
  flags: readonly string[] = [],
): ChildProcess => {
  const { final } = readDockerfile()
  const inside = (path: string): string => (path.startsWith('/') ? join(folder, path) : path)
  const [entry] = valuesOf(final, 'ENTRYPOINT')
  const [tini, end, node, program] = JSON.parse(entry!) as string[]
  if (!tini?.endsWith('/tini') || end !== '--' || !node?.endsWith('/node') || !program)
    throw new Error(`the entry point is not tini -- node PROGRAM: ${entry}`)
  const environment = Object.entries(environmentOf(final)).map(([name, value]) => [name, inside(value)])
  const pairs = [...environment, ...Object.entries(given)].map(([name, value]) => `${name}=${value}`)
  return spawn('/usr/bin/env', ['-i', ...pairs, process.execPath, inside(program), ...flags], {
    cwd: inside(valuesOf(final, 'WORKDIR').at(-1)!),
    stdio: ['ignore', 'inherit', 'inherit'],
    ...(process.getuid?.() === 0 && { uid: USER, gid: USER }),
  })
}
