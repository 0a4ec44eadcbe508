/**
 * Peak memory of one tuning step, each side in a fresh process.
 * @module
 */
import { execFile } from 'node:child_process'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type BenchCase, COLUMNS, MODEL_CASES } from './cases.js'
import { openPeer } from './peer.js'
import { gpt2Config, makeRandomModel } from './random-model.js'

/** One process's peak, and the seconds of its loading and of its fastest step. */
export type StepMemory = { bytes: number; loadingSeconds: number; seconds: number }

/** Of every kind of step on a real model. */
export type StepsMemory = { model: string; steps: (StepMemory & { name: string })[] }

export type MemoryMeasurement = {
  model: string
  /** In float32, and with weights of eight bits. */
  step: StepMemory
  light: StepMemory
  peerBytes?: number
  /** Tuning, tokenizer and all, with all memory and with given ones; only of a model with a tokenizer. */
  limits: { limit?: number; bytes: number; seconds: number }[]
}

/** What tuning is given, bytes: micro-batches fit the first, blocks computed again the second. */
const LIMITS = [undefined, 0.9e9, 0.8e9]

export const MEMORY_STEP = { batch: 8, tokens: 64, virtualTokens: 20 }

const PLAIN: Omit<BenchCase, 'name' | 'bar'> = { kind: 'per-example', ...MEMORY_STEP, studentLayers: 2 }

/** Steps each process runs: the second may still grow the arena. */
const STEPS = 3

/** @param model a model directory, e.g. SmolLM2's; a random GPT-2 of 12 layers when undefined */
export const measureMemory = async (
  directory: string,
  model: string | undefined,
  python?: string,
): Promise<MemoryMeasurement> => {
  const random = join(directory, 'memory')
  if (model === undefined) {
    await makeRandomModel(
      random,
      gpt2Config({ layers: 12, width: 768, heads: 12, vocabulary: 50257, positions: 1024 }),
    )
  }
  const path = model ?? random
  const step = await stepMemory(path, PLAIN)
  const light = await stepMemory(path, { ...PLAIN, weights: 'int8' })
  const name = model === undefined ? 'a random GPT-2 small' : basename(path)
  const limits: MemoryMeasurement['limits'] = []
  if (model !== undefined)
    for (const limit of LIMITS) {
      const more = limit === undefined ? [] : [`${limit}`]
      limits.push({
        ...(limit !== undefined && { limit }),
        ...(await inProcess<{ bytes: number; seconds: number }>('memory-tune.ts', path, more)),
      })
    }
  return {
    model: name,
    step,
    light,
    limits,
    ...(python !== undefined && { peerBytes: await peerMemory(path, python) }),
  }
}

/** @param model directory of a real model */
export const measureSteps = async (model: string): Promise<StepsMemory> => {
  const steps: StepsMemory['steps'] = []
  for (const c of MODEL_CASES)
    steps.push({ name: c.name.slice(c.name.indexOf(' ') + 1), ...(await stepMemory(model, c)) })
  return { model: basename(model), steps }
}

const stepMemory = (model: string, step: Omit<BenchCase, 'name' | 'bar'>): Promise<StepMemory> =>
  inProcess<StepMemory>('memory-step.ts', model, [JSON.stringify(step)])

const inProcess = async <T>(program: string, model: string, more: readonly string[] = []): Promise<T> => {
  const file = fileURLToPath(new URL(program, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    file,
    model,
    `${STEPS}`,
    ...more,
  ])
  return JSON.parse(stdout) as T
}

const peerMemory = async (directory: string, python: string): Promise<number> => {
  const peer = openPeer(python)
  try {
    await peer.ask({ open: 'memory', kind: 'per-example', directory, columns: COLUMNS, ...MEMORY_STEP })
    for (let i = 0; i < STEPS; i++) await peer.ask({ run: 'memory' })
    return (await peer.ask({ peak: true })).bytes!
  } finally {
    peer.close()
  }
}
