/**
 * What a worker's exit status tells its queue.
 * @module
 */
export const EXIT = {
  /** The job ended and its record says how. */
  done: 0,
  /** Something broke outside the job: the store, or the program itself. */
  broken: 1,
  /** The command line cannot be used. */
  usage: 2,
  /** Another worker holds the job, or it is finished. */
  refused: 3,
  /** Stopped by a signal; the job is in the queue again (EX_TEMPFAIL). */
  interrupted: 75,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
