/**
 * What a job's events come to: how far it is, and its losses as curves.
 * @module
 */
import type { JobEvent } from './follow-job.js'

export type CurvePoint = readonly [step: number, loss: number]

export type JobHistory = {
  stage: string | undefined
  progress: number | undefined
  metrics: Readonly<Record<string, number>>
  /** Losses by stage; a step done again, after its worker was lost, counts once. */
  curves: Map<string, Map<number, number>>
  /** All but progress. */
  log: JobEvent[]
  /** Of the last event. */
  lastSequence: number
}

export const emptyHistory = (): JobHistory => ({
  stage: undefined,
  progress: undefined,
  metrics: {},
  curves: new Map(),
  log: [],
  lastSequence: 0,
})

/** Adds an event. */
export const addEvent = (history: JobHistory, event: JobEvent): void => {
  history.lastSequence = event.sequence
  if (event.type !== 'progress') {
    history.log.push(event)
    return
  }
  history.stage = event.stage ?? history.stage
  history.progress = event.progress ?? history.progress
  history.metrics = { ...history.metrics, ...event.metrics }
  const { step, loss } = event.metrics ?? {}
  if (step === undefined || loss === undefined) return
  const stage = history.stage ?? ''
  const curve = history.curves.get(stage) ?? new Map<number, number>()
  history.curves.set(stage, curve.set(step, loss))
}

/** Curves of two points or more, in the order of their steps. */
export const curvesOf = ({ curves }: JobHistory): [stage: string, points: CurvePoint[]][] =>
  [...curves]
    .map(([stage, points]): [string, CurvePoint[]] => [stage, [...points].sort(([a], [b]) => a - b)])
    .filter(([, points]) => points.length > 1)
