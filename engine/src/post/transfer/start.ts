/**
 * Where a transfer starts: p_s itself, or the task's words through the target's embeddings, whichever has the lower
 * loss on held-out public text after a short trial.
 * @module
 */
import { type AdamState, adamState } from '../../optim/index.js'
import { followStage, type Monitor, type Ticker } from '../progress.js'
import type { SoftPrompt } from '../soft-prompt.js'
import { describeTask } from '../task.js'
import { initialPrompt, type Workbench } from '../workbench.js'
import { type Bench, descend, freshState, heldOutLoss, type State } from './descent.js'
import type { Start } from './settings.js'

const TRIAL_STEPS = 30

/** A descent under way: the prompt with its moments, and where it stands. */
export type Descent = { adam: AdamState; state: State }

/** @returns the descent to go on with: fresh where there was no choice, the winner's after its trial steps otherwise */
export const chooseStart = async (
  bench: Bench,
  target: Workbench,
  prompt: SoftPrompt,
  monitor: Monitor,
): Promise<Descent> => {
  const { settings, virtualTokens } = bench
  const begin = async (start: Start): Promise<Descent> => {
    const values =
      start === 'prompt'
        ? prompt.values
        : await initialPrompt(
            target,
            { kind: 'text', text: describeTask(prompt.task) },
            virtualTokens,
            settings.seed,
          )
    const before = await heldOutLoss(bench, values)
    return { adam: adamState(Float64Array.from(values)), state: freshState(start, before, settings.seed) }
  }
  if (settings.start !== 'auto') return begin(settings.start)
  const candidates: Start[] = ['prompt', 'text']
  const steps = Math.min(TRIAL_STEPS, settings.steps)
  const ticker = followStage(monitor, 'trials', candidates.length * steps, 'examples')
  let best: (Descent & { after: number }) | undefined
  for (const [i, start] of candidates.entries()) {
    const { adam, state } = await begin(start)
    const follow: Ticker = { step: (done, work, extra) => ticker.step(i * steps + done, work, extra) }
    await descend(bench, adam, state, steps, follow)
    const after = await heldOutLoss(bench, Float32Array.from(adam.parameters))
    if (!best || after < best.after) best = { adam, state, after }
  }
  return best!
}
