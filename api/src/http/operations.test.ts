/**
 * What does not compile: every line below that is expected to be an error is one, or `tsc` says so.
 * @module
 */
import { describe, expect, it } from 'vitest'
import type { Handlers, Reply } from './operations.js'

const cancelled = { id: 'x' } as Extract<Reply<'cancelJob'>, { status: 202 }>['body']

describe('handlers', () => {
  it('answer with the statuses and bodies of the contract, each operation one', () => {
    const right = { cancelJob: () => ({ status: 202, body: cancelled }) } satisfies Partial<Handlers>
    // @ts-expect-error the contract has no 200 here
    const status = { cancelJob: () => ({ status: 200, body: cancelled }) } satisfies Partial<Handlers>
    // @ts-expect-error a job has more fields
    const body = { cancelJob: () => ({ status: 202, body: { id: 'x' } }) } satisfies Partial<Handlers>
    // @ts-expect-error there is no such operation
    const name = { cancelJobs: () => ({ status: 202, body: cancelled }) } satisfies Partial<Handlers>
    // @ts-expect-error other operations are missing
    const missing: Handlers = right
    // @ts-expect-error a path has the parameters of the contract
    const parameter = { getJob: (_, { path }) => path.job } satisfies Partial<Handlers>
    expect([right, status, body, name, missing, parameter]).toHaveLength(6)
  })
})
