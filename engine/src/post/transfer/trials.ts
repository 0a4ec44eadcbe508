/**
 * Where a transfer starts: each start that is not ruled out by a setting runs a few steps, and the one of lower loss on held-out public
 * text goes on.
 * @module
 */
import { type AdamState, adamState } from '../../optim/index.js'
import { followStage, type Monitor, type Ticker } from '../progress.js'
import type { SoftPrompt } from '../soft-prompt.js'
import { describeTask } from '../task.js'
import type { AnyTask } from '../task-kinds.js'
import { initialPrompt, type Workbench } from '../workbench.js'
import { type Candidate, describeCandidate, startsOf, weightsOf } from './candidates.js'
import { type Bench, descend, freshState, heldOutLoss, type State } from './descent.js'
import type { Knowledge } from './knowledge.js'
import { endOf, newPace } from './pace.js'
import type { Start } from './settings.js'

const TRIAL_STEPS = 30

/** A descent under way: the prompt with its moments, and where it stands. */
export type Descent = { adam: AdamState; state: State }

/** One trial, as the record tells it. */
export type Trial = {
  start: Start
  /** Steps that it had. */
  steps: number
  /** Mean loss on held-out text after them, nats. */
  heldOutLoss: number
}

/** Why the transfer went as it did. */
export type Choice = {
  trials: Trial[]
  /** What weights that were left open follow from; of tasks with classes only. */
  knowledge?: Knowledge
  reason: string
}

const reasonOf = (
  { alpha, omega }: Bench['settings'],
  knowledge: Knowledge | undefined,
  candidate: Candidate,
  tried: number,
): string => {
  const chosen = tried > 1 ? `: the best of ${tried} starts` : ''
  const isOpen = alpha === 'auto' || omega === 'auto'
  const why =
    isOpen && knowledge
      ? `; of a public text the model's own answers tell ${knowledge.model.toFixed(3)} nats, its prompted student's ${knowledge.student.toFixed(3)}`
      : ''
  return `${describeCandidate(candidate)}${chosen}${why}`
}

/** @returns the descent to go on with: fresh where there was no choice, the winner's after its trial steps otherwise */
export const chooseDescent = async (
  bench: Bench,
  target: Workbench,
  prompt: SoftPrompt<AnyTask>,
  knowledge: Knowledge | undefined,
  monitor: Monitor,
): Promise<Descent> => {
  const { settings, virtualTokens } = bench
  const valuesOf = async (start: Start): Promise<Float32Array> => {
    if (start === 'prompt') return prompt.values
    const words = { kind: 'text' as const, text: describeTask(prompt.task) }
    return initialPrompt(target, words, virtualTokens, settings.seed)
  }
  const starts = startsOf(settings, weightsOf(settings, knowledge))
  const steps = starts.length > 1 ? Math.min(TRIAL_STEPS, endOf(settings.steps, newPace())) : 0
  const ticker = followStage(monitor, 'trials', starts.length * steps, 'examples')
  const tried: (Trial & Descent)[] = []
  for (const candidate of starts) {
    const values = await valuesOf(candidate.start)
    const before = await heldOutLoss(bench, candidate, values)
    const adam = adamState(Float64Array.from(values))
    const state = freshState(candidate, before, settings.seed)
    const done = tried.length * steps
    const follow: Ticker = { step: (step, work, extra) => ticker.step(done + step, work, extra) }
    await descend(bench, adam, state, follow, { most: steps })
    const after = steps > 0 ? await heldOutLoss(bench, candidate, Float32Array.from(adam.parameters)) : before
    tried.push({ start: candidate.start, steps, heldOutLoss: after, adam, state })
  }
  // Of two that are level the first stays.
  const { adam, state } = tried.reduce((kept, trial) => (trial.heldOutLoss < kept.heldOutLoss ? trial : kept))
  state.choice = {
    trials: steps > 0 ? tried.map(({ adam: _, state: __, ...trial }) => trial) : [],
    ...(knowledge && { knowledge }),
    reason: reasonOf(settings, knowledge, state.candidate, starts.length),
  }
  return { adam, state }
}
