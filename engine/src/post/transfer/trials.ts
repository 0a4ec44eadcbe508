/**
 * What a transfer decides for itself: where it starts, and then what it imitates. Each possibility that is not ruled out by a setting
 * runs a few steps. Starts are compared by their loss on held-out public text, losses, which do not compare, by the answers there.
 * @module
 */
import { type AdamState, adamState } from '../../optim/index.js'
import { followStage, type Monitor, type Ticker } from '../progress.js'
import type { SoftPrompt } from '../soft-prompt.js'
import { describeTask } from '../task.js'
import type { AnyTask } from '../task-kinds.js'
import { initialPrompt, type Workbench } from '../workbench.js'
import { type Candidate, describeCandidate, isSame, lossesOf, startsOf } from './candidates.js'
import { type Bench, descend, freshState, heldOutChoices, heldOutLoss, type State } from './descent.js'
import { type Reference, scoreOf } from './score.js'
import type { Start } from './settings.js'

const TRIAL_STEPS = 30

/** A descent under way: the prompt with its moments, and where it stands. */
export type Descent = { adam: AdamState; state: State }

/** One trial, as the record tells it. */
export type Trial = Candidate & {
  /** Steps that it had. */
  steps: number
  /** Mean loss on held-out text after them, nats; of its own weights. */
  heldOutLoss: number
  /** The larger, the better; see {@link scoreOf}. */
  score: number
  /** Share of held-out texts, or tokens of answers to them, for which it chooses what the prompted student chooses. */
  agreement: number
}

/** Why the transfer went as it did. */
export type Choice = { trials: Trial[]; reason: string }

/** @returns the descent to go on with: fresh where there was no choice, the winner's after its trial steps otherwise */
export const chooseDescent = async (
  bench: Bench,
  target: Workbench,
  prompt: SoftPrompt<AnyTask>,
  reference: Reference,
  monitor: Monitor,
): Promise<Descent> => {
  const { settings, virtualTokens } = bench
  const valuesOf = async (start: Start): Promise<Float32Array> => {
    if (start === 'prompt') return prompt.values
    const words = { kind: 'text' as const, text: describeTask(prompt.task) }
    return initialPrompt(target, words, virtualTokens, settings.seed)
  }
  const begin = async (candidate: Candidate): Promise<Descent> => {
    const values = await valuesOf(candidate.start)
    const before = await heldOutLoss(bench, candidate, values)
    return { adam: adamState(Float64Array.from(values)), state: freshState(candidate, before, settings.seed) }
  }
  const starts = startsOf(settings)
  const open = starts.length + lossesOf(settings, 'prompt').length - 1
  if (open === 1) {
    const descent = await begin(starts[0]!)
    descent.state.choice = { trials: [], reason: `as asked: ${describeCandidate(starts[0]!)}` }
    return descent
  }
  const steps = Math.min(TRIAL_STEPS, settings.steps)
  const ticker = followStage(monitor, 'trials', open * steps, 'examples')
  const trials: (Trial & Descent)[] = []
  const attempt = async (candidate: Candidate): Promise<void> => {
    const { adam, state } = await begin(candidate)
    const done = trials.length * steps
    const follow: Ticker = { step: (step, work, extra) => ticker.step(done + step, work, extra) }
    await descend(bench, adam, state, steps, follow)
    const values = Float32Array.from(adam.parameters)
    const heldOut = await heldOutLoss(bench, candidate, values)
    const found = scoreOf(await heldOutChoices(bench, candidate, values), reference)
    trials.push({ ...candidate, steps, heldOutLoss: heldOut, ...found, adam, state })
  }
  for (const candidate of starts) await attempt(candidate)
  // Of two that are level the first stays, here and below.
  const first = trials.reduce((kept, trial) => (trial.heldOutLoss < kept.heldOutLoss ? trial : kept))
  for (const candidate of lossesOf(settings, first.start))
    if (!isSame(candidate, first)) await attempt(candidate)
  const { adam, state } = trials
    .filter(({ start }) => start === first.start)
    .reduce((kept, trial) => (trial.score > kept.score ? trial : kept))
  state.choice = {
    trials: trials.map(({ adam: _, state: __, ...trial }) => trial),
    reason: `${describeCandidate(state.candidate)}: the best of ${trials.length} trials`,
  }
  return { adam, state }
}
