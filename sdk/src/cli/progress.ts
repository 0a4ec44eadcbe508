/**
 * Progress on stderr: one line per stage. A terminal sees a bar that moves; a log sees a plain line now and then.
 * @module
 */
import { duration, plain } from './text.js'

export type ProgressStep = {
  stage: string
  /** 0 to 1. */
  fraction: number
  /** `90/200`, say. */
  count?: string
  /** Nats; never given under differential privacy. */
  loss?: number
  /** `120 examples/s`, say. */
  rate?: string
  secondsLeft?: number
}

export type ProgressBar = {
  update: (step: ProgressStep) => void
  /** Ends the line, so that what is written next begins on its own. */
  end: () => void
}

export type ProgressStream = { isTTY?: boolean; columns?: number; write: (text: string) => unknown }

const BAR = 24
/** Between two plain lines of a stage, in milliseconds; its last one always comes. */
const PLAIN_INTERVAL = 10_000

const describe = ({ stage, fraction, count, loss, rate, secondsLeft }: ProgressStep): string =>
  [
    plain(stage).slice(0, 24),
    `${Math.floor(fraction * 100)} %`,
    ...(count === undefined ? [] : [count]),
    ...(loss === undefined ? [] : [`loss ${loss.toPrecision(4)}`]),
    ...(rate === undefined ? [] : [rate]),
    ...(secondsLeft === undefined || fraction >= 1 ? [] : [`${duration(secondsLeft)} left`]),
  ].join('  ')

const bar = (fraction: number, hasColour: boolean): string => {
  const done = Math.round(fraction * BAR)
  const filled = '#'.repeat(done)
  return `[${hasColour ? `\x1b[32m${filled}\x1b[39m` : filled}${'-'.repeat(BAR - done)}]`
}

const terminalBar = (stream: ProgressStream, hasColour: boolean): ProgressBar => {
  let stage: string | undefined
  const end = (): void => {
    if (stage !== undefined) stream.write('\n')
    stage = undefined
  }
  return {
    update(step) {
      if (stage !== undefined && stage !== step.stage) end()
      stage = step.stage
      const room = (stream.columns || 80) - BAR - 4
      stream.write(`\r\x1b[2K${bar(step.fraction, hasColour)} ${describe(step).slice(0, Math.max(8, room))}`)
    },
    end,
  }
}

const plainLines = (stream: ProgressStream, now: () => number): ProgressBar => {
  let stage: string | undefined
  let written = 0
  let isComplete = false
  return {
    update(step) {
      const isNew = stage !== step.stage
      if (isNew) isComplete = false
      const isLast = step.fraction >= 1 && !isComplete
      if (!isNew && !isLast && (isComplete || now() - written < PLAIN_INTERVAL)) return
      stage = step.stage
      isComplete = step.fraction >= 1
      written = now()
      stream.write(`${describe(step)}\n`)
    },
    end() {
      stage = undefined
    },
  }
}

export type ProgressOptions = { quiet?: boolean; environment?: NodeJS.ProcessEnv; now?: () => number }

/** A renderer for a stream: moving on a terminal, coloured unless NO_COLOR is set, silent when quiet. */
export const progressBar = (stream: ProgressStream, options: ProgressOptions = {}): ProgressBar => {
  const { quiet = false, environment = process.env, now = Date.now } = options
  if (quiet) return { update: () => {}, end: () => {} }
  if (!stream.isTTY || environment.TERM === 'dumb') return plainLines(stream, now)
  return terminalBar(stream, !environment.NO_COLOR)
}
