/**
 * What every scene of the story has at hand: settings, places, a way to show progress, a clock, a way out.
 * @module
 */

import type { Progress } from '@promptpost/engine/post'
import type { Schemas } from 'promptpost/client'
import { createProgressLine, type ProgressLine, speedOf } from 'promptpost/evaluation'
import type { Places } from './places.js'
import type { Settings } from './settings.js'

export type Stage = { name: string; seconds: number }

export type Context = {
  settings: Settings
  seed: number
  places: Places
  signal: AbortSignal
  line: ProgressLine
  stages: Stage[]
  /** Runs a scene and notes its time. */
  timed<T>(name: string, scene: () => Promise<T>): Promise<{ result: T; seconds: number }>
}

export const createContext = (given: Pick<Context, 'settings' | 'seed' | 'places' | 'signal'>): Context => {
  const stages: Stage[] = []
  const line = createProgressLine()
  return {
    ...given,
    line,
    stages,
    async timed(name, scene) {
      given.signal.throwIfAborted()
      const begun = performance.now()
      const result = await scene()
      line.end()
      const seconds = (performance.now() - begun) / 1000
      stages.push({ name, seconds })
      return { result, seconds }
    },
  }
}

/** Shows the progress of work on this machine. */
export const showLocal =
  ({ line }: Context, name: string) =>
  ({ step, steps, loss, rate, unit, secondsLeft }: Progress): void => {
    const speed = speedOf(rate, unit)
    line.show({
      stage: name,
      share: step / steps,
      ...(loss !== undefined && { loss }),
      ...(speed !== undefined && { speed }),
      ...(secondsLeft !== undefined && { secondsLeft }),
    })
  }

/** Stages with a loss. */
const TRAINING = ['distil', 'trials', 'transfer']

/** Shows the progress of a job of the service, by its events. */
export const showJob =
  ({ line }: Context, name: string, unit: 'tokens' | 'examples' = 'examples') =>
  ({ type, stage, progress, metrics }: Schemas['JobEvent']): void => {
    if (type !== 'progress' || stage === undefined || progress === undefined) return
    const { rate, seconds_left: secondsLeft } = metrics ?? {}
    // A job's metrics stand until they are replaced: the loss of training would show beside what has none.
    const loss = TRAINING.includes(stage) ? metrics?.loss : undefined
    const speed = speedOf(rate, unit)
    line.show({
      stage: name.includes(stage) ? name : `${name}: ${stage}`,
      share: progress,
      ...(loss !== undefined && { loss }),
      ...(speed !== undefined && { speed }),
      ...(secondsLeft !== undefined && { secondsLeft }),
    })
  }
