/**
 * A short run of the fuzzer; `npm run fuzz` makes the long one.
 * @module
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fuzz, neverSucceeded } from './fuzz.js'
import { startTarget } from './target.js'

let target: Awaited<ReturnType<typeof startTarget>>
beforeAll(async () => {
  target = await startTarget()
}, 60_000)
afterAll(() => target.server.close())

it('finds no server failure, nothing undeclared, and nothing invalid that succeeds', {
  timeout: 300_000,
}, async () => {
  const { server, known, tokens } = target
  const tally = await fuzz(server.url, known, tokens, { requests: 1200, seed: 1 })
  expect(tally.requests).toBe(1200)
  expect(tally.bodies.invalid).toBeGreaterThan(50)
  expect(tally.bodies.valid).toBeGreaterThan(50)
  expect(neverSucceeded(tally)).toEqual([])
})
