/**
 * `memory-step.ts MODEL STEPS [int8]`: loads a model, runs tuning steps and prints the process's peak memory as JSON.
 * @module
 */
import { openModel } from '@promptpost/engine/models'
import { tuningGraph } from '@promptpost/engine/programs'
import { createSession } from '@promptpost/engine/runtime'
import { COLUMNS } from './cases.js'
import { MEMORY_STEP } from './memory.js'
import { randomValues } from './random-model.js'
import { textFeeds } from './steps.js'

const [directory, steps, weights] = process.argv.slice(2)
const { batch, tokens, virtualTokens } = MEMORY_STEP
const begun = performance.now()
const model = await openModel(directory!)
const { width, vocabularySize } = model.config
const graph = tuningGraph(model, { virtualTokens, columns: COLUMNS, wordCounts: [1, 1], perExample: true })
const session = await createSession(graph, weights === 'int8' ? { weights } : {})
const loadingSeconds = (performance.now() - begun) / 1000
const feeds = {
  ...textFeeds(batch, tokens, vocabularySize),
  labels: { data: new Int32Array(batch), shape: [batch] },
  prompt: {
    data: randomValues(batch * virtualTokens * width, 2, 0.02),
    shape: [batch, virtualTokens, width],
  },
}
let seconds = 0
for (let i = 0; i < Number(steps); i++) {
  const start = performance.now()
  await session.run(feeds)
  seconds = (performance.now() - start) / 1000
}
// maxRSS is in kibibytes.
console.log(JSON.stringify({ bytes: process.resourceUsage().maxRSS * 1024, loadingSeconds, seconds }))
