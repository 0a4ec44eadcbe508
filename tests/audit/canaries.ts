/**
 * Canaries, for L and E. Each is one example whose gradient is 50 C along a coordinate of its own, where every other
 * gradient is zero: the worst case that the accountant composes. A fair coin puts it into a run's data set or leaves it
 * out. What an attacker learns about the coin is the total privacy loss of what was released at that coordinate.
 *
 * Canaries of a run share its samples and its noise vector, but no coin and no coordinate: in a sound implementation their
 * losses are independent.
 * @module
 */
import { lossOf } from '../../sdk/src/audit/bounds/loss.js'
import { createWordSource } from '../../sdk/src/privacy/mechanism/random.js'
import { seededBytes } from '../../sdk/src/privacy/privacy.test.support.js'
import { type Fault, implement } from './faults.js'
import { RUN_PLAN } from './law.js'
import { DIMENSION, EXAMPLES, type Trainer } from './trainer.js'
import { newRun, type Run, takeTurns } from './turns.js'

const OTHERS = 8
const CANARIES = 100
const RUNS = 20
const GRADIENT = 50 * RUN_PLAN.clip

/** Coordinate of the first canary; those below belong to the others. */
const FIRST = DIMENSION - CANARIES

/** One canary of one run: whether it was in the data set, and the total loss seen at its coordinate. */
export type Observation = { readonly present: boolean; readonly loss: number }

const edit = (gradient: Float32Array, example: number): void => {
  const canary = example - OTHERS
  if (canary < 0) gradient.fill(0, FIRST)
  else {
    gradient.fill(0)
    gradient[FIRST + canary] = GRADIENT
  }
}

const lossesOf = (run: Run): number[] => {
  const loss = lossOf(RUN_PLAN)
  const unit = RUN_PLAN.expectedBatch / RUN_PLAN.clip
  return Array.from({ length: CANARIES }, (_, canary) =>
    run.steps.reduce((sum, { released }) => sum + loss(released[FIRST + canary]! * unit), 0),
  )
}

/** Trains with canaries; the observations of all runs. */
export const observeCanaries = async (
  trainer: Trainer,
  fault: Fault,
  seed: string,
): Promise<Observation[]> => {
  if (OTHERS + CANARIES > EXAMPLES) throw new Error('the trainer has too few examples')
  const word = createWordSource(seededBytes(`${seed} coins`))
  const runs = Array.from({ length: RUNS }, (_, i) => {
    const coins = Array.from({ length: CANARIES }, () => word() >= 2 ** 31)
    const members = coins.flatMap((present, canary) => (present ? [OTHERS + canary] : []))
    const data = [...Array.from({ length: OTHERS }, (_, example) => example), ...members]
    const mechanism = implement(fault, RUN_PLAN, data.length, DIMENSION, `${seed} run ${i}`)
    return { coins, run: newRun({ mechanism, data, edit }) }
  })
  const turns = runs.flatMap(({ run }) => Array.from({ length: RUN_PLAN.steps }, () => run))
  await trainer.train(takeTurns(turns), { steps: turns.length, microBatch: 16 })
  return runs.flatMap(({ coins, run }) =>
    lossesOf(run).map((loss, canary) => ({ present: coins[canary]!, loss })),
  )
}
