import { describe, expect, it } from 'vitest'
import { PromptPostError } from './errors.js'

describe('an error', () => {
  it.each([
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [0.5, '0.5'],
    [null, 'null'],
    [undefined, 'undefined'],
    ['NaN', '"NaN"'],
    [[1, 'a'], '[1,"a"]'],
    ['x'.repeat(100), `"${'x'.repeat(79)}…`],
  ])('shows what it got, %j', (value, shown) => {
    const { message } = new PromptPostError('invalid-argument', 'is wrong', { field: 'epsilon', value })
    expect(message).toBe(`epsilon: is wrong (got ${shown})`)
  })
})
