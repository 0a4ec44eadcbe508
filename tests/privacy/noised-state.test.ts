/**
 * That a private checkpoint is what it says: its first moment is the noised sum itself, whole steps of the mechanism's
 * lattice as wide as its noise, and nothing in it depends on the number of examples.
 * @module
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  openWorkbench,
  type Progress,
  type TuneOptions,
  tuneWith,
  type Workbench,
} from '@promptpost/engine/post'
import { createMechanism, makePrivacyPlan } from 'promptpost/privacy'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Checkpoint, readCheckpoint } from './checkpoint-of.js'
import { makeStudent } from './small-student.js'

const VIRTUAL_TOKENS = 4
const WIDTH = 256
/**
 * Made from a public estimate of the number of examples, which the true one need not be. A clip of which no power of two
 * is a multiple: float32 gradients are no whole steps of its lattice by themselves.
 */
const PLAN = makePrivacyPlan({ examples: 100, expectedBatch: 16, steps: 5, epsilon: 8, clip: 0.047 })

let folder: string
let workbench: Workbench
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'promptpost-noised-'))
  await makeStudent(join(folder, 'student'))
  workbench = await openWorkbench(join(folder, 'student'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Stopped = { checkpoint: Checkpoint; progress: Progress[] }

/** Tunes on so many examples and stops after the first step. */
const stopAtOne = async (name: string, count: number, isPrivate: boolean): Promise<Stopped> => {
  const examples = Array.from({ length: count }, (_, at) => ({
    text: `a ${at % 3 ? 'warm' : 'dull'} film, number ${at}`,
    label: at % 2 ? 'good' : 'bad',
    line: at + 1,
  }))
  const controller = new AbortController()
  const progress: Progress[] = []
  const privacy: Partial<TuneOptions> = isPrivate
    ? { mechanism: createMechanism(PLAN, count, VIRTUAL_TOKENS * WIDTH), mechanismIdentity: PLAN }
    : {}
  const tuning = tuneWith(workbench, {
    examples,
    task: { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } },
    virtualTokens: VIRTUAL_TOKENS,
    steps: 5,
    batchSize: 8,
    maxTokens: 24,
    checkpointDirectory: join(folder, name),
    signal: controller.signal,
    onProgress: step => {
      progress.push(step)
      controller.abort()
    },
    ...privacy,
  })
  await expect(tuning).rejects.toMatchObject({ code: 'cancelled' })
  return { checkpoint: readCheckpoint(readFileSync(join(folder, name, 'checkpoint.safetensors'))), progress }
}

/** The first step's gradient in steps of the mechanism's lattice: Adam's first moment is a tenth of it. */
const inLatticeSteps = ({ tensors }: Checkpoint): Float64Array => {
  const step = PLAN.clip / (2 ** PLAN.latticeBits * PLAN.expectedBatch)
  return tensors.m!.map(value => value / (1 - 0.9) / step)
}

const shareOfWhole = (values: Float64Array): number =>
  values.filter(value => Math.abs(value - Math.round(value)) < 1e-3).length / values.length

it('the first moment is the noised sum: whole lattice steps, as far spread as the noise', async () => {
  const { checkpoint } = await stopAtOne('noised', 100, true)
  const steps = inLatticeSteps(checkpoint)
  expect(shareOfWhole(steps)).toBe(1)
  const spread = Math.sqrt(steps.reduce((sum, value) => sum + value * value, 0) / steps.length)
  const noise = PLAN.noiseMultiplier * 2 ** PLAN.latticeBits
  // The sum of some sixteen clipped gradients comes on top; 1024 values of noise alone are within a tenth.
  expect(spread / noise).toBeGreaterThan(0.9)
  expect(spread / noise).toBeLessThan(2)
  const plain = await stopAtOne('plain', 100, false)
  expect(shareOfWhole(inLatticeSteps(plain.checkpoint))).toBeLessThan(0.1)
})

it('nothing that is written down depends on the number of examples, its digest neither', async () => {
  const [fewer, more] = [await stopAtOne('fewer', 90, true), await stopAtOne('more', 113, true)]
  expect(more.checkpoint.metadata).toEqual(fewer.checkpoint.metadata)
  // Without privacy a checkpoint does belong to so many examples.
  const [few, many] = [await stopAtOne('few', 90, false), await stopAtOne('many', 113, false)]
  expect(many.checkpoint.metadata.identity).not.toBe(few.checkpoint.metadata.identity)
})

it('progress tells the step alone: neither loss nor speed nor time left', async () => {
  expect((await stopAtOne('told', 100, true)).progress).toEqual([{ stage: 'tune', step: 1, steps: 5 }])
  const [plain] = (await stopAtOne('told plainly', 100, false)).progress
  expect(Object.keys(plain!).sort()).toEqual([
    'loss',
    'rate',
    'secondsLeft',
    'stage',
    'step',
    'steps',
    'unit',
  ])
})
