/**
 * float16 for servers that want it: rounded to nearest, ties to even; never to infinity.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { toFloat16 } from '@promptpost/engine/weights'

/** Largest finite float16; from 65520 on the nearest value is infinity (IEEE 754-2019, section 4.3.1). */
const LARGEST = 65504
const TO_INFINITY = 65520

const span = (values: readonly number[]): string => {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return low === high ? `${low}` : `${low} to ${high}`
}

/**
 * Bit patterns of the nearest float16 values; what is smaller than 2^-25 becomes zero.
 *
 * @param values row-major [rows, width], finite
 * @param next what to do when there is no float16 for a value
 * @throws PromptPostError 'invalid-prompt' saying in which rows and columns values would become infinite
 */
export const checkedFloat16 = (values: Float32Array, width: number, next: string): Uint16Array => {
  const [rows, columns] = [new Set<number>(), new Set<number>()]
  let count = 0
  let largest = 0
  values.forEach((value, at) => {
    if (Math.abs(value) < TO_INFINITY) return
    rows.add(Math.floor(at / width))
    columns.add(at % width)
    count++
    largest = Math.max(largest, Math.abs(value))
  })
  if (count > 0)
    throw new PromptPostError(
      'invalid-prompt',
      `has ${count} of ${values.length} values beyond float16's ${LARGEST}, in rows ${span([...rows])} and columns ${span([...columns])}, the largest ${largest.toPrecision(6)}`,
      { field: 'prompt_embeddings', next },
    )
  return toFloat16(values)
}
