/**
 * Progress for people, on stderr: a bar that is drawn over itself on a terminal, one line per finished stage elsewhere.
 * @module
 */
export type Shown = {
  /** What is being done; a new name begins a new line. */
  stage: string
  /** Share done, in [0, 1]. */
  share: number
  loss?: number
  /** Work per second, with its unit: '2310 tokens/s'. */
  speed?: string
  secondsLeft?: number
}

export type ProgressLine = {
  show(shown: Shown): void
  /** A line of its own. */
  say(text: string): void
  /** Ends the line that is being drawn. */
  end(): void
}

/** Where progress is written. */
export type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number }

const BAR = 24
/** Columns of the stage's name. */
const NAME = 42
/** On a terminal, least time between two drawings, milliseconds. */
const REDRAW = 100

const time = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`

/** One line: name, bar, percent, and what is known of loss, speed and time left. */
export const progressText = ({ stage, share, loss, speed, secondsLeft }: Shown): string => {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * BAR)
  const parts = [
    `${stage.padEnd(NAME)} ${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${String(Math.floor(share * 100)).padStart(3)} %`,
    loss === undefined ? '' : `loss ${loss.toFixed(3)}`,
    speed ?? '',
    secondsLeft !== undefined && share < 1 ? `${time(secondsLeft)} left` : '',
  ]
  return parts.filter(part => part !== '').join('  ')
}

export const createProgressLine = (output: Output = process.stderr): ProgressLine => {
  const isTerminal = output.isTTY === true
  let last: Shown | undefined
  let drawn = -Infinity
  const write = (text: string): unknown =>
    output.write(isTerminal ? `\r\u001b[K${text.slice(0, (output.columns ?? 120) - 1)}` : `${text}\n`)
  const end = (): void => {
    if (!last) return
    write(progressText(last))
    if (isTerminal) output.write('\n')
    last = undefined
    drawn = -Infinity
  }
  return {
    show(shown) {
      if (last && last.stage !== shown.stage) end()
      last = shown
      const now = performance.now()
      if (!isTerminal || now - drawn < REDRAW) return
      drawn = now
      write(progressText(shown))
    },
    say(text) {
      end()
      output.write(`${text}\n`)
    },
    end,
  }
}

/** Work per second of a stage, as people read it. */
export const speedOf = (rate: number | undefined, unit = 'examples'): string | undefined =>
  rate === undefined ? undefined : `${rate >= 100 ? Math.round(rate) : rate.toFixed(1)} ${unit}/s`
