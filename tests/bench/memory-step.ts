/**
 * `memory-step.ts MODEL STEPS CASE`: loads a model, runs steps of a case (JSON) and prints the process's peak memory, the seconds of its
 * loading and of the fastest step as JSON.
 * @module
 */
import { openModel } from '@promptpost/engine/models'
import type { BenchCase } from './cases.js'
import { createStep } from './steps.js'

const [directory = '', steps, of = ''] = process.argv.slice(2)
const begun = performance.now()
const step = await createStep(JSON.parse(of) as BenchCase, await openModel(directory))
const loadingSeconds = (performance.now() - begun) / 1000
let seconds = Number.POSITIVE_INFINITY
for (let i = 0; i < Number(steps); i++) {
  const start = performance.now()
  await step.run()
  seconds = Math.min(seconds, (performance.now() - start) / 1000)
}
// maxRSS is in kibibytes.
console.log(JSON.stringify({ bytes: process.resourceUsage().maxRSS * 1024, loadingSeconds, seconds }))
