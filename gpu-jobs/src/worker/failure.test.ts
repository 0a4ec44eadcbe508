import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { describe, expect, it } from 'vitest'
import { failureOf } from './failure.js'

const full = Object.assign(new Error('ENOSPC: no space left on device, write /secret/path'), {
  code: 'ENOSPC',
})

describe('the failure that a job shows', () => {
  it.each([
    ['itself', full],
    ['the cause of ours', new PromptPostError('internal', 'could not write', { cause: full })],
    ['deep down', new Error('a', { cause: new Error('b', { cause: full }) })],
  ])('names a full disk as %s, and no path', (_, error) => {
    const { code, message, next } = failureOf(error)
    expect(code).toBe('unavailable')
    expect(`${message} ${next}`).toMatch(/no space left on the disk.*made room/)
    expect(`${message} ${next}`).not.toMatch(/secret/)
  })

  it('is what an error written for users says, the next step once', () => {
    const error = new PromptPostError('invalid-data', 'is empty', {
      field: 'texts',
      value: 0,
      next: 'Give some.',
    })
    expect(failureOf(error)).toEqual({
      code: 'invalid-data',
      message: 'texts: is empty (got 0)',
      next: 'Give some.',
    })
  })

  it('of any other system error says nothing of what it was about', () => {
    let error: unknown
    try {
      writeFileSync(join(tmpdir(), 'no-such-folder-of-ours', 'secret'), 'x')
    } catch (caught) {
      error = caught
    }
    expect(failureOf(error)).toMatchObject({ code: 'internal' })
    expect(JSON.stringify(failureOf(error))).not.toMatch(/secret/)
  })
})
