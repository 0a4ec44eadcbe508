import { expect, it } from 'vitest'
import type { TextTokenizer } from '../../text/index.js'
import { requireMask } from './language-targets.js'

it('a tokenizer without a mask token cannot mask', () => {
  const named = (mask: number | undefined) => ({ special: { mask } }) as TextTokenizer
  expect(() => requireMask(named(undefined), 'models/bert')).toThrow(
    expect.objectContaining({
      code: 'invalid-tokenizer',
      field: 'models/bert: tokenizer_config.json: mask_token',
    }),
  )
  expect(() => requireMask(named(0), 'models/bert')).not.toThrow()
})
