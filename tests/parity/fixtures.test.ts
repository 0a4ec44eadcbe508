/**
 * Every parity fixture: what the engine computes is what transformers computes.
 * @module
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareFixture } from '../../engine/src/parity/compare.js'
import { computeFixture } from '../../engine/src/parity/compute.js'
import { openFixture } from '../../engine/src/parity/fixture.js'
import { sharedPath } from '../../engine/src/testing/shared.js'

const directory = sharedPath('fixtures', 'parity')
const folders = directory
  ? readdirSync(directory).filter(name => existsSync(join(directory, name, 'case.json')))
  : []

describe.runIf(directory !== undefined)('parity with transformers, float32', () => {
  it('has fixtures of every family', () => {
    expect(folders.length).toBeGreaterThanOrEqual(13)
  })

  it.each(folders)('%s', async name => {
    const fixture = await openFixture(join(directory!, name))
    const results = compareFixture(fixture, await computeFixture(fixture, 'float32'))
    expect(results.length).toBeGreaterThan(10)
    const out = results.filter(({ passed }) => !passed).map(({ group, worst }) => ({ group, ...worst }))
    expect(out).toEqual([])
  })
})
