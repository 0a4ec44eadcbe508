/**
 * kill -9 in the middle of tuning: what lies on the disk then, in its checkpoint and beside it. A private run leaves noised
 * state and nothing else, each checkpoint says what it holds, and the same command goes on from it.
 * @module
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '@promptpost/engine/text'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientFiles } from './allowed-files.js'
import { type Checkpoint, readCheckpoint } from './checkpoint-of.js'
import { clientMachine, type Machine, type Ran, type Started, startCommand } from './client-machine.js'
import { type Expected, examine } from './examine.js'
import { type Keeper, type KeptFile, keepFiles } from './kept-files.js'
import { needlesOf } from './marks.js'
import { contentMarks, NAMES, PRIVATE, ROWS, tuneArguments, writePrivateData } from './private-data.js'
import { makeStudent } from './small-student.js'
import { fromHome, renamed } from './story.js'

/** So many that a run is not over before it is killed. */
const STEPS = 100
const ALWAYS = ['--steps', `${STEPS}`, '--checkpoint-seconds', '0']

let folder: string
let machine: Machine
let data: string
let expected: Expected
let rounds = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'promptpost-killed-'))
  machine = clientMachine(join(folder, 'client'), { home: PRIVATE.home })
  data = writePrivateData(machine.work)
  await makeStudent(join(machine.work, 'student'))
  const needles = needlesOf([...(await contentMarks(join(machine.work, 'student'))), ...NAMES])
  const files = clientFiles(['plain', 'noised'])
  expected = { list: [], headers: {}, needles, secret: [], service: 'none', files }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const watch = (): Promise<Keeper> => keepFiles(machine.root, join(folder, `kept-${rounds++}`))

const keptBy = async (keeper: Keeper): Promise<KeptFile[]> => renamed(await keeper.stop(), fromHome)

const checkpointPath = (out: string): string =>
  join(machine.work, `.${out}.checkpoint/checkpoint.safetensors`)

const stepOf = (out: string): number =>
  existsSync(checkpointPath(out)) ? readCheckpoint(readFileSync(checkpointPath(out))).state.step : 0

/** Waits until a checkpoint of a step beyond `step` is on the disk. */
const untilStep = async (running: Started, out: string, step: number): Promise<void> => {
  while (stepOf(out) <= step) {
    if (running.child.exitCode !== null) throw new Error(`it ended: ${running.stderr()}`)
    await sleep(5)
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The processes of a running command: the CLI's first, then the one that computes. */
const processesOf = (running: Started): number[] => [...new Set(running.observed().map(({ pid }) => pid))]

/** Tunes until it is some steps further, then kills the chosen processes with SIGKILL and waits for all to be gone. */
const tuneAndKill = async (args: string[], out: string, whom: (all: number[]) => number[]): Promise<Ran> => {
  const from = stepOf(out)
  const running = startCommand(machine, args)
  await untilStep(running, out, from + 3)
  const all = processesOf(running)
  expect(all).toHaveLength(2)
  for (const pid of whom(all)) process.kill(pid, 'SIGKILL')
  const ran = await running.ended
  while (all.some(isAlive)) await sleep(5)
  return ran
}

const everyone = (all: number[]): number[] => all

describe('differentially private tuning', () => {
  const args = (): string[] =>
    tuneArguments(data, 'noised', '--epsilon', '8', '--expected-batch', '16', ...ALWAYS)
  let commands: Ran[]
  let files: KeptFile[]
  let versions: Checkpoint[]

  beforeAll(async () => {
    const keeper = await watch()
    commands = [
      await tuneAndKill(args(), 'noised', everyone),
      await tuneAndKill(args(), 'noised', ([, compute]) => [compute!]),
      await tuneAndKill(args(), 'noised', ([command]) => [command!]),
      await startCommand(machine, args()).ended,
    ]
    files = await keptBy(keeper)
    versions = files
      .filter(({ names }) => names.some(name => name.endsWith('/checkpoint.safetensors')))
      .map(({ bytes }) => readCheckpoint(bytes()))
  }, 120_000)

  it('was killed each time, its checkpoints were seen, and it went on from them to the end', () => {
    expect(commands.map(({ code }) => code)).toEqual([null, 1, null, 0])
    expect(commands[1]!.stderr.toString()).toContain('the compute process was ended by SIGKILL')
    expect(versions.length).toBeGreaterThan(9)
    const begun = commands
      .slice(1)
      .map(({ stderr }) => Number(/^tune.* (\d+)\/100$/m.exec(`${stderr}`)?.[1] ?? 0))
    expect(begun[1]).toBeGreaterThan(4)
    expect(existsSync(join(machine.work, 'noised/adapter_model.safetensors'))).toBe(true)
    expect(readdirSync(machine.work).sort()).toEqual([PRIVATE.folder, 'noised', 'student'].sort())
  })

  it('leaves no private mark in any file, output or argument of a process', () => {
    expect(examine({ recorded: [], commands, files }, expected)).toEqual([])
  })

  it('leaves checkpoints that say they hold noised state, and under which plan', () => {
    const holds = new Set(versions.map(({ metadata }) => metadata.holds))
    expect([...holds]).toEqual([
      expect.stringMatching(/^noised state only, under the privacy plan with sha256 [0-9a-f]{64}$/),
    ])
  })

  it('leaves in them the optimiser’s state and no gradient, no loss, nothing of the order of examples', () => {
    const untouched = createRandom(0).state()
    expect(versions[0]!.state).toMatchObject({ step: 0 })
    for (const [at, { metadata, state, tensors }] of versions.entries()) {
      expect(Object.keys(metadata).sort()).toEqual(['holds', 'identity', 'state'])
      expect(state).toEqual({
        step: state.step,
        random: untouched,
        pass: { order: [], cursor: 0 },
        losses: [],
        // The charge in the ledger under which the run goes on; nothing but the first is written before there is one.
        ...(at > 0 && { ticket: expect.stringMatching(/^[0-9a-f-]{36}$/) }),
      })
      expect(Object.entries(tensors).map(([name, { length }]) => [name, length])).toEqual([
        ['m', 4 * 256],
        ['parameters', 4 * 256],
        ['sum', 4 * 256],
        ['v', 4 * 256],
      ])
    }
  })

  it('says nowhere on the way how many examples there are, nor a loss, an accuracy or a speed', () => {
    const count = new RegExp(`(?<![\\w.-])${ROWS}(?![\\w.-])`)
    for (const { metadata } of versions) expect(Object.values(metadata).join('\n')).not.toMatch(count)
    const lines = commands.flatMap(({ stderr }) => `${stderr}`.trim().split('\n'))
    for (const line of lines) expect(line).not.toMatch(count)
    // A warning of the plan says what the plan says.
    const other = lines.filter(
      line => !/^tune {2}\d+ % {2}\d+\/100$|^with epsilon 8 and batches of 16, a step adds /.test(line),
    )
    expect(other).toEqual([
      'error: the compute process was ended by SIGKILL. It may have run out of memory: lower the batch size or --max-tokens.',
      'these records have no budget: set one with promptpost privacy ledger --data FILE --set-budget EPSILON',
      'see what an upload would send: promptpost explain-upload noised --student ID',
    ])
  })
})

describe('plain tuning', () => {
  it('leaves a checkpoint for its owner alone that says it is private, without any text, and goes on from it', async () => {
    const keeper = await watch()
    const args = tuneArguments(data, 'plain', ...ALWAYS)
    const commands = [await tuneAndKill(args, 'plain', everyone)]
    const checkpoint = readCheckpoint(readFileSync(checkpointPath('plain')))
    expect(checkpoint.metadata.holds).toBe(
      'private state, computed from private data without noise: do not share it',
    )
    expect(checkpoint.state.losses).toHaveLength(checkpoint.state.step)
    expect(statSync(join(machine.work, '.plain.checkpoint')).mode & 0o777).toBe(0o700)
    commands.push(await startCommand(machine, args).ended)
    expect(commands.map(({ code }) => code)).toEqual([null, 0])
    expect(existsSync(join(machine.work, '.plain.checkpoint'))).toBe(false)
    expect(examine({ recorded: [], commands, files: await keptBy(keeper) }, expected)).toEqual([])
  }, 60_000)
})
