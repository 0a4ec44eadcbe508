/**
 * `memory-tune.ts MODEL STEPS [BYTES]`: tunes a prompt on eight texts of a step, under per-example gradients as differential privacy
 * takes them, with all memory or a given one, and prints the process's peak and the seconds of the fastest step as JSON.
 * @module
 */
import { type GradientMechanism, openWorkbench, tuneWith } from '@promptpost/engine/post'
import { MEMORY_STEP } from './memory.js'

const [directory = '', steps = '3', bytes] = process.argv.slice(2)
const { batch, tokens, virtualTokens } = MEMORY_STEP
const workbench = await openWorkbench(directory)
const task = { template: '{text}:', verbalizer: { no: [' no'], yes: [' yes'] } }
const word = workbench.tokenizer.encode(' the')
const examples = Array.from({ length: batch }, (_, i) => ({
  text: ' the'.repeat(Math.ceil((2 * tokens) / word.length)),
  label: i % 2 ? 'yes' : 'no',
  line: i + 1,
}))
const begun: number[] = []
const all: GradientMechanism = {
  sample: () => {
    begun.push(performance.now())
    return examples.map((_, i) => i)
  },
  accumulate: () => {},
  release: () => {
    begun.push(performance.now())
    return new Float64Array(virtualTokens * workbench.model.config.width)
  },
}
await tuneWith(workbench, {
  examples,
  task,
  virtualTokens,
  // Prompt and text are padded together, to a multiple of 16.
  maxTokens: tokens,
  steps: Number(steps),
  batchSize: batch,
  mechanism: all,
  ...(bytes === undefined ? {} : { memory: Number(bytes) }),
})
const seconds = Array.from({ length: Number(steps) }, (_, i) => (begun[2 * i + 1]! - begun[2 * i]!) / 1000)
// maxRSS is in kibibytes.
console.log(JSON.stringify({ bytes: process.resourceUsage().maxRSS * 1024, seconds: Math.min(...seconds) }))
