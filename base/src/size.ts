/**
 * Amounts of memory as people write them.
 * @module
 */
import { PromptPostError } from './errors.js'

const SIZES: Record<string, number> = { B: 1, MB: 1e6, GB: 1e9, MiB: 2 ** 20, GiB: 2 ** 30 }

/**
 * Bytes of a size such as 900MB or 1.5GiB.
 *
 * @throws PromptPostError `invalid-argument` naming the field for anything else, and for none
 */
export const readSize = (field: string, text: string): number => {
  const [, count = '', unit = ''] = /^(\d{1,12}(?:\.\d{1,6})?)\s?([MG]i?B|B)$/.exec(text) ?? []
  const value = Math.floor(Number(count) * (SIZES[unit] ?? 0))
  if (value > 0) return value
  throw new PromptPostError('invalid-argument', 'must be a size such as 900MB, 0.9GB or 1.5GiB', {
    field,
    value: text,
  })
}
