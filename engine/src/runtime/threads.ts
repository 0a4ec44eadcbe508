/**
 * How many threads one operator takes where nobody says.
 * @module
 */

/** More are a mistake, and could not be started. */
const MOST = 1024

/**
 * The number in OMP_NUM_THREADS, by which containers and schedulers tell numerical programs what they may take; 0, which is one for each
 * core, where it is not set or no whole number from 1 to 1024.
 */
export const defaultThreads = (said = process.env.OMP_NUM_THREADS): number => {
  const count = /^\s*\d+\s*$/.test(said ?? '') ? Number(said) : 0
  return count <= MOST ? count : 0
}
