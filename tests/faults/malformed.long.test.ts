/**
 * Broken input in every way that the cases know.
 * @module
 */
import { expect, it } from 'vitest'
import { preparePristine, problemsOf } from './malformed.js'
import { malformedCases } from './malformed-cases.js'

preparePristine()

it('malformed input always gets a clear error and leaves nothing behind', async () => {
  expect(await problemsOf(malformedCases())).toEqual([])
}, 1_800_000)
