/**
 * The engine's progress as a job's progress: a stage, a share done, and every other number as a metric.
 * @module
 */
import type { JobProgress } from '@promptpost/base/jobs'

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

export const reportOf = (progress: object): JobProgress => {
  const fields = progress as Record<string, unknown>
  const { stage, fraction, progress: share, step, steps } = fields
  const done = [
    fraction,
    share,
    isNumber(step) && isNumber(steps) && steps > 0 ? step / steps : undefined,
  ].find(isNumber)
  const metrics = Object.entries(fields).filter(
    (field): field is [string, number] =>
      isNumber(field[1]) && field[0] !== 'fraction' && field[0] !== 'progress',
  )
  return {
    ...(typeof stage === 'string' ? { stage } : {}),
    ...(done === undefined ? {} : { progress: done }),
    ...(metrics.length ? { metrics: Object.fromEntries(metrics) } : {}),
  }
}
