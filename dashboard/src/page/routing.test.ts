import { describe, expect, it } from 'vitest'
import { parseRoute } from './routing.js'
import { sectionOf, titleOf } from './views.js'

describe('a route', () => {
  it('names a view, and an item of it', () => {
    expect(parseRoute('')).toEqual({ view: 'jobs', id: undefined })
    expect(parseRoute('#/prompts')).toEqual({ view: 'prompts', id: undefined })
    expect(parseRoute('#/jobs/job_01')).toEqual({ view: 'jobs', id: 'job_01' })
    expect(sectionOf('transfers')).toBe('prompts')
  })

  it('leads nowhere with what is no identifier', () => {
    for (const hash of ['#/jobs/../x', '#/jobs/<b>', '#/jobs/a/b', '#jobs', '#//evil.example'])
      expect(parseRoute(hash)).toEqual({ view: 'jobs', id: undefined })
    expect(titleOf(parseRoute('#/nothing'))).toBe('Not found')
    expect(titleOf(parseRoute('#/constructor/x'))).toBe('Not found')
  })
})
