/**
 * `private-step.ts MODEL DATA MODE STEPS`: tunes a prompt step by step through the trainer and prints the seconds of each
 * step, and the process's peak memory, as JSON. MODE is `private`, `plain` (the same per-example gradients, summed as they
 * are) or `both`, a private step and a plain one on the same examples in turn.
 * @module
 */
import { readExamples } from '@promptpost/engine/data'
import { type GradientMechanism, openWorkbench, tuneWith } from '@promptpost/engine/post'
import { createRandom } from '@promptpost/engine/text'
import { createMechanism, makePrivacyPlan } from '../../sdk/src/privacy/index.js'
import { PRIVATE_STEP } from './private.js'

type Mode = 'private' | 'plain' | 'both'

const [directory = '', data = '', mode = 'both', count = '3'] = process.argv.slice(2)
const { virtualTokens, expectedBatch, maxTokens, microBatch, task } = PRIVATE_STEP
const examples = await readExamples(data)
const workbench = await openWorkbench(directory)
const dimension = virtualTokens * workbench.model.config.width
const steps = Number(count) * (mode === 'both' ? 2 : 1)
const plan = makePrivacyPlan({ examples: examples.length, expectedBatch, steps, epsilon: 8, clip: 1 })
const noised = createMechanism(plan, examples.length, dimension)
const random = createRandom(1)

/** What tuning without a mechanism does with gradients, in the mechanism's place. */
const summed = (): GradientMechanism => {
  let sum = new Float64Array(dimension)
  return {
    sample: () => examples.flatMap((_, i) => (random.next() * examples.length < expectedBatch ? [i] : [])),
    accumulate: gradients => {
      for (let i = 0; i < gradients.length; i++) sum[i % dimension]! += gradients[i]!
    },
    release: () => {
      const mean = sum.map(value => value / expectedBatch)
      sum = new Float64Array(dimension)
      return mean
    },
  }
}

const plain = summed()
const begun: number[] = []
let last: number[] = []

/** Step by step the one or the other; in turn the plain one takes the examples that the private one drew. */
const watched = (which: Mode): GradientMechanism => {
  const current = () =>
    which === 'both' ? (begun.length % 2 === 1 ? noised : plain) : which === 'private' ? noised : plain
  return {
    sample: () => {
      begun.push(performance.now())
      if (which !== 'both' || begun.length % 2 === 1) last = (which === 'plain' ? plain : noised).sample()
      return last
    },
    accumulate: (gradients, n, of) => current().accumulate(gradients, n, of),
    release: () => current().release(),
  }
}

await tuneWith(workbench, {
  examples,
  task,
  virtualTokens,
  maxTokens,
  steps,
  batchSize: microBatch,
  seed: 1,
  mechanism: watched(mode as Mode),
})
begun.push(performance.now())
const seconds = begun.slice(1).map((end, i) => (end - begun[i]!) / 1000)
// maxRSS is in kibibytes.
console.log(JSON.stringify({ seconds, bytes: process.resourceUsage().maxRSS * 1024 }))
