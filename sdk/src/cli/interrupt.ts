/**
 * Ctrl-C: the first asks the work to stop in good order, the second quits.
 * @module
 */
import { EXIT } from './failure.js'

export type Interrupt = {
  signal: AbortSignal
  /** What the first Ctrl-C says; `undefined` says nothing. */
  announce: (message: string) => void
  /** Takes the signals instead: for a command that hands them to a child. */
  takeOver: (handler: (signal: NodeJS.Signals, times: number) => void) => void
}

/** Listens from now on to SIGINT and SIGTERM. */
export const listenForInterrupt = (write: (text: string) => void): Interrupt => {
  const controller = new AbortController()
  let message = 'stopping; Ctrl-C again quits at once'
  let times = 0
  let taken: ((signal: NodeJS.Signals, times: number) => void) | undefined
  const onSignal = (signal: NodeJS.Signals): void => {
    times++
    if (taken) {
      taken(signal, times)
      return
    }
    if (times > 1) process.exit(EXIT.interrupted)
    write(message)
    controller.abort(signal)
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    signal: controller.signal,
    announce(text) {
      message = text
    },
    takeOver(handler) {
      taken = handler
    },
  }
}
