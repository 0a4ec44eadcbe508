/**
 * `--estimate`: what a job would take, asked of the service. `--dry-run` asks nothing.
 * @module
 */
import type { Schemas } from '../client/index.js'
import type { Context } from './context.js'
import { bytes, duration, fields } from './text.js'

type Range = Schemas['EstimatedRange']

const range = ({ low, expected, high }: Range, show: (value: number) => string): string =>
  `${show(expected)} (${show(low)} to ${show(high)})`

const rows = ({ kind, steps, texts, tokens, flops, bytes_written, seconds, cost }: Schemas['Estimate']) => ({
  kind,
  // A transfer may end sooner.
  steps: kind === 'transfer' ? `at most ${steps}` : steps,
  texts,
  tokens: `at most ${tokens}`,
  operations: flops === undefined ? undefined : `at most ${flops.toExponential(2)}`,
  written: bytes_written === undefined ? undefined : bytes(bytes_written),
  time: seconds
    ? `${range(seconds, duration)}, from ${seconds.jobs} earlier ${seconds.jobs === 1 ? 'job' : 'jobs'}`
    : 'not known: no job of this kind has run here yet',
  cost: cost && `${range(cost, value => value.toFixed(2))} ${cost.currency}`,
})

export const ESTIMATE = [
  '--estimate',
  'have the service check it and tell what the job would take; nothing is created',
] as const

export const printEstimate = (context: Context, estimate: Schemas['Estimate']): void =>
  context.print(estimate, () => fields(rows(estimate)))
