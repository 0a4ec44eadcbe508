/**
 * Where gradient canaries point: unit vectors on coordinates of their own, so that none shows in another's score.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { createRandom } from '@promptpost/engine/text'

/**
 * Coordinates in random order, cut into blocks, one a canary; its vector has one size and random signs on its block. Spread
 * over several coordinates it also shows a clip that goes by coordinate.
 */
export type Directions = {
  readonly count: number
  /** Writes `length` times the canary's vector to a row. */
  write(canary: number, length: number, row: Float32Array): void
  /** Inner products of a vector with every canary's, added to `sums` times `factor`. */
  project(vector: Float32Array | Float64Array, factor: number, sums: Float64Array): void
}

/** @throws PromptPostError for more canaries than parameters */
export const drawDirections = (count: number, dimension: number, seed: number): Directions => {
  if (!(Number.isSafeInteger(count) && count >= 1 && count <= dimension))
    throw new PromptPostError('invalid-argument', `must be from 1 to the prompt's ${dimension} parameters`, {
      field: 'canaries',
      value: count,
      next: 'Ask for fewer canaries, or for a longer prompt.',
    })
  const random = createRandom(seed)
  const size = Math.floor(dimension / count)
  const coordinates = random.shuffled(Array.from({ length: dimension }, (_, i) => i)).slice(0, count * size)
  const values = coordinates.map(() => (random.integer(2) === 1 ? 1 : -1) / Math.sqrt(size))
  return {
    count,
    write(canary, length, row) {
      row.fill(0)
      for (let i = canary * size; i < (canary + 1) * size; i++) row[coordinates[i]!] = length * values[i]!
    },
    project(vector, factor, sums) {
      for (let canary = 0, i = 0; canary < count; canary++) {
        let sum = 0
        for (const end = i + size; i < end; i++) sum += vector[coordinates[i]!]! * values[i]!
        sums[canary]! += factor * sum
      }
    },
  }
}
