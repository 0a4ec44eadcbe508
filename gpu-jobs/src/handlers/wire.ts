/**
 * What the engine says, in the words of the contract: snake_case names, a stage, a share done, numbers as metrics.
 * @module
 */
import type { JobProgress, Settings } from '@promptpost/base/jobs'
import type { Progress } from '@promptpost/engine/post'

const snake = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** The engine's spelling of a job's settings. */
export const engineSettings = (settings: Settings = {}): Settings =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [camel(name), value]))

/** Facts with snake_case names, all the way down. */
export const wireFacts = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(wireFacts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [snake(name), wireFacts(field)]))
}

export const reportOf = ({ stage, step, steps, loss, rate, secondsLeft, metrics }: Progress): JobProgress => {
  const numbers = { ...metrics, step, steps, loss, rate, secondsLeft }
  const given = Object.entries(numbers).filter((entry): entry is [string, number] => entry[1] !== undefined)
  return {
    stage,
    progress: steps > 0 ? step / steps : 1,
    metrics: Object.fromEntries(given.map(([name, value]) => [snake(name), value])),
  }
}
