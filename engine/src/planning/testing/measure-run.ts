/**
 * `measure-run.js MODEL transfer|distil FOLDER`: a whole transfer or distillation of a few steps, in a process of its own, and how much
 * memory it took beside what the plan says, as JSON.
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { distilWith, openWorkbench, transferWith } from '../../post/index.js'
import { createRandom } from '../../text/index.js'
import { CUDA_OVERHEAD, distillationNeeds, type Needs, transferNeeds } from '../needs.js'

const TASK = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }
const [VIRTUAL, TOKENS, BATCH] = [8, 192, 8]

/** From the kernel, in bytes. */
const status = (field: 'VmRSS' | 'VmHWM'): number =>
  Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024

const [directory, work, folder] = process.argv.slice(2)
const workbench = await openWorkbench(directory!)
const { model, digest } = workbench
// Long enough to be cut to the longest that is allowed.
const texts = Array.from({ length: 10 }, (_, i) =>
  `${i} `.concat('a quiet film and a dull one , '.repeat(60)),
)
let needs: Needs
const before = status('VmRSS')
if (work === 'distil') {
  needs = distillationNeeds(model, { layers: 2, sequenceLength: TOKENS }).of(BATCH)
  const settings = { layers: 2, steps: 2, sequenceLength: TOKENS, batchTokens: BATCH * TOKENS }
  await distilWith(workbench, { outDirectory: join(folder!, 'student'), texts, ...settings })
} else {
  const plan = { virtualTokens: VIRTUAL, maxTokens: TOKENS, texts: texts.length }
  needs = transferNeeds(model, plan).of(BATCH)
  const random = createRandom(1)
  const { width } = model.config
  const values = Float32Array.from({ length: VIRTUAL * width }, () => random.next() - 0.5)
  const prompt = { values, virtualTokens: VIRTUAL, width, task: TASK, model: digest, lineage: {} }
  const settings = { steps: 2, batchSize: BATCH, maxTokens: TOKENS, start: 'prompt' } as const
  await transferWith(workbench, workbench, { prompt, publicTexts: texts, ...settings })
}
const planned = needs.total - CUDA_OVERHEAD + needs.host
process.stdout.write(JSON.stringify({ planned, measured: status('VmHWM') - before }))
