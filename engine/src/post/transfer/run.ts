/**
 * A transfer from its bench to its prompt: chosen or resumed, descended, and kept in a checkpoint meanwhile.
 * @module
 */
import { sha256 } from '@promptpost/base'
import { adamState } from '../../optim/index.js'
import { openCheckpointFile, type Saved } from '../checkpoint-file.js'
import { followStage } from '../progress.js'
import type { SoftPrompt } from '../soft-prompt.js'
import type { AnyTask } from '../task-kinds.js'
import type { Workbench } from '../workbench.js'
import { type Bench, descend, heldOutLoss, type State } from './descent.js'
import type { Knowledge } from './knowledge.js'
import { endOf } from './pace.js'
import type { TransferFacts, TransferOptions } from './settings.js'
import { chooseDescent, type Descent } from './trials.js'

/** What a transfer is from, to, and by which texts. */
export type Journey = {
  target: Workbench
  student: Workbench
  prompt: SoftPrompt<AnyTask>
  /** All that the public side gives, in words: texts, and answers to them. */
  material: readonly string[]
  /** Tokens of a text, cue included. */
  maxTokens: number
}

/** Counts up when the same settings come to mean another loss: what was begun by the one before is not gone on with. */
const LOSS = 2

export type Moved = {
  /** p_t, row-major [virtualTokens, width]. */
  values: Float32Array
  state: State
  /** Held-out loss after the last step, nats. */
  after: number
  /** Removes the checkpoint, once the result is safe. */
  finish: () => Promise<void>
}

export const runTransfer = async (
  bench: Bench,
  { target, student, prompt, material, maxTokens }: Journey,
  knowledge: Knowledge | undefined,
  options: Pick<
    TransferOptions,
    'checkpointDirectory' | 'checkpointSeconds' | 'weights' | 'onProgress' | 'signal'
  >,
): Promise<Moved> => {
  const { settings } = bench
  const origins = [
    target.digest,
    student.digest,
    sha256(new Uint8Array(prompt.values.buffer)),
    sha256(material.join('\0')),
  ]
  const checkpoint = openCheckpointFile<State>(options.checkpointDirectory, {
    identity: {
      ...{ work: 'transfer', loss: LOSS, origins, settings, task: prompt.task, maxTokens },
      weights: options.weights,
    },
    holds: 'a transferred prompt in the making, from the uploaded prompt and public texts',
    seconds: options.checkpointSeconds,
  })
  const saved = await checkpoint.load()
  const { adam, state } = saved
    ? resumed(saved)
    : await chooseDescent(bench, target, prompt, knowledge, options)
  const save = () => checkpoint.save(state, { parameters: adam.parameters, m: adam.m, v: adam.v })
  if (!saved) await save()
  const end = (): number => endOf(settings.steps, state.pace)
  const ticker = followStage(options, 'transfer', end, 'examples', state.step)
  const afterStep = async (): Promise<void> => {
    if (checkpoint.due()) await save()
  }
  await descend(bench, adam, state, ticker, { afterStep })
  const values = Float32Array.from(adam.parameters)
  const after = await heldOutLoss(bench, state.candidate, values)
  return { values, state, after, finish: () => checkpoint.remove() }
}

const resumed = ({ state, arrays }: Saved<State>): Descent => {
  const adam = adamState(Float64Array.from(arrays.parameters!))
  adam.m.set(arrays.m!)
  adam.v.set(arrays.v!)
  return { adam, state }
}

/** How the prompt came to be, for its own files. */
const lineageOf = ({ candidate, step }: State, { settings }: Bench, prompt: SoftPrompt<AnyTask>) => ({
  method: 'transfer',
  from: prompt.model,
  alpha: `${candidate.alpha}`,
  omega: `${candidate.omega}`,
  gamma: `${settings.gamma}`,
  steps: `${step}`,
  seed: `${settings.seed}`,
})

/** The moved prompt, and what a transfer says of itself but for the prompt's effect. */
export const resultOf = <T extends AnyTask>(
  { values, state, after }: Moved,
  bench: Bench,
  prompt: SoftPrompt<T>,
  target: Workbench,
  begun: number,
): { prompt: SoftPrompt<T>; facts: Omit<TransferFacts, 'effect'> } => ({
  prompt: { ...prompt, values, model: target.digest, lineage: lineageOf(state, bench, prompt) },
  facts: {
    settings: bench.settings,
    ...state.candidate,
    choice: state.choice!,
    steps: state.step,
    readings: state.pace.readings,
    publicTexts: bench.encoded.length,
    heldOutTexts: bench.held.length,
    heldOutLoss: { before: state.before, after },
    losses: state.losses,
    seconds: (performance.now() - begun) / 1000,
  },
})
