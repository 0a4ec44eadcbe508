/**
 * NumPy's .npy, format version 1.0, byte for byte as numpy.save writes it (numpy/lib/format.py).
 * @module
 */
import type { PromptToExport } from './source.js'

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]
/** Offset of the data is a multiple of this. */
const ALIGNMENT = 64
/** numpy leaves room for the first axis to grow to so many digits in place. */
const GROWTH = 21

/**
 * The parts of a file: header, then the elements, not copied.
 *
 * @param data row-major and little-endian: float32, or the bit patterns of float16 in a Uint16Array
 * @param shape one axis or more; its product is the data's length
 */
export const encodeNpy = (data: Float32Array | Uint16Array, shape: readonly number[]): Uint8Array[] => {
  const descr = data instanceof Float32Array ? '<f4' : '<f2'
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${axes}), }`
  const grown = dictionary + ' '.repeat(Math.max(0, GROWTH - `${shape[0]}`.length))
  const before = MAGIC.length + 2
  const length = Math.ceil((before + grown.length + 1) / ALIGNMENT) * ALIGNMENT - before
  const head = Buffer.alloc(before + length)
  head.set(MAGIC)
  head.writeUInt16LE(length, MAGIC.length)
  head.write(`${grown.padEnd(length - 1)}\n`, before, 'latin1')
  return [head, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]
}

/** float32 [k, d]. */
export const exportNpy = ({ prompt }: PromptToExport): Uint8Array[] =>
  encodeNpy(prompt.values, [prompt.virtualTokens, prompt.width])
