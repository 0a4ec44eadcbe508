/**
 * What the ledger's tests share: folders that go away, and the ledger's own programs as real processes.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'
import type { PrivacyPlan } from '../plan.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

export { PRIVATE_TEXT, planOf, texts } from './sample.test.support.js'

export const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'promptpost-ledger-test-'))
  folders.push(folder)
  return folder
}

/** The event of a plan, as the accountant takes it. */
export const eventOf = ({ samplingRate, noiseMultiplier, steps }: PrivacyPlan) => ({
  samplingRate: samplingRate.numerator / samplingRate.denominator,
  noiseMultiplier,
  steps,
})

/** Every byte below a folder, as one text. */
export const bytesBelow = async (folder: string): Promise<string> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return (await Promise.all(files.map(file => readFile(file, 'latin1')))).join('\n')
}

const PROGRAM = resolve(import.meta.dirname, '../../../dist/privacy/ledger/charge.test.program.js')

export type Charging = {
  child: ChildProcess
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>
  says: (word: string) => Promise<void>
}

/** Starts the program that charges one run; `limit` is the largest file it may write, in blocks of 1024 bytes. */
export const startCharging = (args: readonly string[], limit?: number): Charging => {
  const command = [process.execPath, PROGRAM, ...args]
  const child =
    limit === undefined
      ? spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn('bash', ['-c', `ulimit -f ${limit}; exec "$@"`, 'bash', ...command], {
          stdio: ['ignore', 'pipe', 'pipe'],
        })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  const ended: Charging['ended'] = new Promise(done =>
    child.once('close', (code, signal) => done({ code, signal, ...said })),
  )
  const says = (word: string): Promise<void> =>
    new Promise((done, fail) => {
      const look = (): void => {
        if (said.stdout.includes(word)) done()
      }
      child.stdout.on('data', look)
      look()
      void ended.then(() => fail(new Error(`ended without ${word}: ${said.stderr}`)))
    })
  return { child, ended, says }
}
