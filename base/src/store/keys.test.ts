import { describe, expect, it } from 'vitest'
import { newIdentifier } from './identifier.js'
import { keyOf } from './keys.js'

describe('keys and identifiers', () => {
  it('keep tenants apart whatever the parts are', () => {
    expect(keyOf({ tenant: 'a', collection: 'jobs', id: 'job_1' })).toBe('tenants/a/jobs/job_1/record.json')
    for (const id of ['..', '../b', 'x/../y', '', '.'])
      expect(() => keyOf({ tenant: 'a', collection: 'jobs', id })).toThrow('id')
    expect(() => keyOf({ tenant: 'a', collection: 'jobs', id: 'x', path: ['..', 'y'] })).toThrow('path')
    expect(() => keyOf({ tenant: 'a/b', collection: 'jobs', id: 'x' })).toThrow('tenant')
    expect(() => keyOf({ shared: 'queue', id: '../tokens/x' })).toThrow('id')
  })

  it('sort by time and never repeat', () => {
    const made = Array.from({ length: 1000 }, () => newIdentifier('job'))
    expect([...made].sort()).toEqual(made)
    expect(new Set(made).size).toBe(1000)
    expect(made[0]).toMatch(/^job_[0-9a-z]{26}$/)
    expect(newIdentifier('job', 1) > (made.at(-1) as string)).toBe(true)
  })
})
