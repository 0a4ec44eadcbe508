/**
 * Where a transfer starts: p_s itself, or the task's words through the target's embeddings, whichever has the lower
 * loss on held-out public text after a short trial.
 * @module
 */
import { adamState } from '../../optim/index.js'
import { followStage, type Monitor, type Ticker } from '../progress.js'
import type { SoftPrompt } from '../soft-prompt.js'
import { describeTask } from '../task.js'
import { initialPrompt, type Workbench } from '../workbench.js'
import { type Bench, descend, freshState, heldOutLoss, type State } from './descent.js'
import type { Start } from './settings.js'

const TRIAL_STEPS = 30

/** @returns the starting values and the state before the first step */
export const chooseStart = async (
  bench: Bench,
  target: Workbench,
  prompt: SoftPrompt,
  monitor: Monitor,
): Promise<{ values: Float32Array; state: State }> => {
  const { settings, virtualTokens } = bench
  const valuesOf = (start: Start) =>
    start === 'prompt'
      ? prompt.values
      : initialPrompt(target, { kind: 'text', text: describeTask(prompt.task) }, virtualTokens, settings.seed)
  const candidates: Start[] = settings.start === 'auto' ? ['prompt', 'text'] : [settings.start]
  if (candidates.length === 1) {
    const values = await valuesOf(candidates[0]!)
    return { values, state: freshState(candidates[0]!, await heldOutLoss(bench, values), settings.seed) }
  }
  const steps = Math.min(TRIAL_STEPS, settings.steps)
  const ticker = followStage(monitor, 'trials', candidates.length * steps, 'examples')
  let best: { values: Float32Array; state: State; after: number } | undefined
  for (const [i, start] of candidates.entries()) {
    const values = await valuesOf(start)
    const before = await heldOutLoss(bench, values)
    const adam = adamState(Float64Array.from(values))
    const follow: Ticker = { step: (done, work, extra) => ticker.step(i * steps + done, work, extra) }
    await descend(bench, adam, freshState(start, before, settings.seed), steps, follow)
    const after = await heldOutLoss(bench, Float32Array.from(adam.parameters))
    if (!best || after < best.after) best = { values, state: freshState(start, before, settings.seed), after }
  }
  return best!
}
