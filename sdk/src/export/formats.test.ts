/**
 * The bytes of each format, against those that numpy.save, torch.save and zip readers have. tests/interop loads exports
 * with the tools themselves.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { checkedFloat16 } from './float16.js'
import { encodeNpy } from './npy.js'
import { storedZip } from './stored-zip.js'
import { encodeTorchTensor, tensorPickle } from './torch-tensor.js'

const latin1 = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString('latin1')

describe('.npy', () => {
  it('of float32 is what numpy.save writes', () => {
    const values = Float32Array.of(1, -2, 0.5, 0, 3, 65504)
    expect(latin1(encodeNpy(values, [2, 3]))).toBe(
      `\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }${' '.repeat(58)}\n` +
        '\x00\x00\x80?\x00\x00\x00\xc0\x00\x00\x00?\x00\x00\x00\x00\x00\x00@@\x00\xe0\x7fG',
    )
  })

  it('of float16 with three axes is what numpy.save writes', () => {
    expect(latin1(encodeNpy(Uint16Array.of(0x3c00, 0xc000), [1, 1, 2]))).toBe(
      `\x93NUMPY\x01\x00v\x00{'descr': '<f2', 'fortran_order': False, 'shape': (1, 1, 2), }${' '.repeat(55)}\n` +
        '\x00<\x00\xc0',
    )
  })

  it('writes a shape of one axis as a tuple, and only the view it is given', () => {
    const [head, data] = encodeNpy(Float32Array.of(9, 1, 9).subarray(1, 2), [1])
    expect(latin1([head!])).toContain("'shape': (1,), }")
    expect(Buffer.from(data!)).toEqual(Buffer.from([0, 0, 0x80, 0x3f]))
  })
})

describe('float16', () => {
  const bits = (...values: number[]): number[] => [
    ...checkedFloat16(Float32Array.from(values), values.length, 'Do else.'),
  ]

  it('rounds to nearest, ties to even', () => {
    // The spacing at 1 is 2^-10.
    expect(bits(1 + 2 ** -11, 1 + 3 * 2 ** -11, 1 + 2 ** -11 + 2 ** -20)).toEqual([0x3c00, 0x3c02, 0x3c01])
    expect(bits(-1 - 2 ** -11, 2049, 2051)).toEqual([0xbc00, 0x6800, 0x6802])
  })

  it('keeps subnormals, and zero with its sign', () => {
    expect(bits(2 ** -24, 2 ** -25, 3 * 2 ** -25, 0, -0)).toEqual([1, 0, 2, 0, 0x8000])
  })

  it('takes what rounds to the largest finite value, and refuses what would become infinite', () => {
    expect(bits(65504, -65519.99)).toEqual([0x7bff, 0xfbff])
    const values = new Float32Array(12)
    values[4] = -65520
    values[10] = 7e4
    expect(() => checkedFloat16(values, 4, 'Do else.')).toThrow(
      "prompt_embeddings: has 2 of 12 values beyond float16's 65504, in rows 1 to 2 and columns 0 to 2, the largest 70000.0. Do else.",
    )
    values[10] = 0
    expect(() => checkedFloat16(values, 4, 'Do else.')).toThrow(
      /in rows 1 and columns 0, the largest 65520\.0/,
    )
  })
})

describe('a stored zip', () => {
  it('holds its contents on multiples of 64 bytes, with the checksums that zip readers want', () => {
    // Python's zipfile reads it and finds the checksum right.
    expect(storedZip([{ name: 'a', data: Buffer.from('hi') }]).toString('hex')).toBe(
      '504b03040a000000000000002100ac2a93d80200000002000000010021006146421d00' +
        `${'5a'.repeat(29)}6869` +
        '504b01020a000a000000000000002100ac2a93d8020000000200000001000000000000000000000000000000000061' +
        '504b050600000000010001002f000000420000000000',
    )
    const name = 'archive/data/0'
    const zip = storedZip([
      { name: 'archive/data.pkl', data: Buffer.alloc(154) },
      { name, data: Buffer.alloc(70, 'x') },
    ])
    expect(zip.indexOf('x'.repeat(70)) % 64).toBe(0)
  })
})

describe('a tensor for torch.load', () => {
  it('has the pickle that torch.save writes', () => {
    const pickle =
      '\x80\x02ctorch._utils\n_rebuild_tensor_v2\nq\x00((X\x07\x00\x00\x00storageq\x01ctorch\nFloatStorage\nq\x02' +
      'X\x01\x00\x00\x000q\x03X\x03\x00\x00\x00cpuq\x04K\x06tq\x05QK\x00K\x02K\x03\x86q\x06K\x03K\x01\x86q\x07\x89' +
      'ccollections\nOrderedDict\nq\x08)Rq\ttq\nRq\x0b.'
    expect(tensorPickle('FloatStorage', 2, 3).toString('latin1')).toBe(pickle)
  })

  it('has numbers of one, two and four bytes in it', () => {
    const pickle = tensorPickle('HalfStorage', 100, 4096).toString('latin1')
    expect(pickle).toContain('ctorch\nHalfStorage\n')
    expect(pickle).toContain('J\x00\x40\x06\x00tq\x05QK\x00KdM\x00\x10\x86q\x06M\x00\x10K\x01\x86')
  })

  it('is the same bytes each time', () => {
    const values = Float32Array.of(1, 2)
    expect(encodeTorchTensor(values, 1, 2)).toEqual(encodeTorchTensor(values, 1, 2))
    expect(encodeTorchTensor(values, 1, 2).indexOf('\x00\x00\x80?\x00\x00\x00@', 0, 'latin1') % 64).toBe(0)
  })
})
