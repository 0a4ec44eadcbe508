import { expect, it } from 'vitest'
import { decodeSafetensors, encodeSafetensors, type TensorData, toFloat32 } from './index.js'

/** Written by Python's safetensors 0.8.0 (safetensors.torch.save) from the tensors below. */
const GOLDEN = Buffer.from(
  '88020000000000007b225f5f6d657461646174615f5f223a7b22666f726d6174223a227074227d2c22696473223a7b22' +
    '6474797065223a22493634222c227368617065223a5b325d2c22646174615f6f666673657473223a5b302c31365d7d2c' +
    '227363616c6172223a7b226474797065223a22463634222c227368617065223a5b5d2c22646174615f6f666673657473' +
    '223a5b31362c32345d7d2c22656d707479223a7b226474797065223a22463332222c227368617065223a5b302c345d2c' +
    '22646174615f6f666673657473223a5b32342c32345d7d2c22776569676874732e62223a7b226474797065223a224633' +
    '32222c227368617065223a5b322c335d2c22646174615f6f666673657473223a5b32342c34385d7d2c226772c3b6c39f' +
    '655c6e5c22f09f9880223a7b226474797065223a22493332222c227368617065223a5b315d2c22646174615f6f666673' +
    '657473223a5b34382c35325d7d2c226772c3b6efbfbf223a7b226474797065223a22493332222c227368617065223a5b' +
    '315d2c22646174615f6f666673657473223a5b35322c35365d7d2c226772c3b6f09f9880223a7b226474797065223a22' +
    '493332222c227368617065223a5b315d2c22646174615f6f666673657473223a5b35362c36305d7d2c227a2e62726169' +
    '6e223a7b226474797065223a2242463136222c227368617065223a5b322c315d2c22646174615f6f666673657473223a' +
    '5b36302c36345d7d2c22612e68616c66223a7b226474797065223a22463136222c227368617065223a5b335d2c226461' +
    '74615f6f666673657473223a5b36342c37305d7d2c226d61736b223a7b226474797065223a22424f4f4c222c22736861' +
    '7065223a5b335d2c22646174615f6f666673657473223a5b37302c37335d7d7d0100000000000000feffffffffffffff' +
    '0000000000001d400000803f0000004000004040000000bf95bfd633e6b1617f050000000600000007000000803f49c0' +
    '003efffb0100010001',
  'hex',
)

const TENSORS: TensorData[] = [
  { name: 'weights.b', shape: [2, 3], data: new Float32Array([1, 2, 3, -0.5, 1e-7, 3e38]) },
  { name: 'a.half', shape: [3], data: new Float32Array([1.5, -65504, 6e-8]), storage: 'float16' },
  { name: 'z.brain', shape: [2, 1], data: new Float32Array([1, -3.140625]), storage: 'bfloat16' },
  { name: 'ids', shape: [2], data: new BigInt64Array([1n, -2n]) },
  { name: 'mask', shape: [3], data: new Uint8Array([1, 0, 1]), storage: 'bool' },
  { name: 'scalar', shape: [], data: new Float64Array([7.25]) },
  { name: 'empty', shape: [0, 4], data: new Float32Array(0) },
  { name: 'größe\n"😀', shape: [1], data: new Int32Array([5]) },
  { name: 'grö\uffff', shape: [1], data: new Int32Array([6]) },
  { name: 'grö😀', shape: [1], data: new Int32Array([7]) },
]

it('writes the very bytes that Python writes, in whatever order the tensors come', () => {
  const metadata = { format: 'pt' }
  expect(Buffer.concat(encodeSafetensors(TENSORS, metadata)).toString('hex')).toBe(GOLDEN.toString('hex'))
  expect(Buffer.concat(encodeSafetensors(TENSORS.toReversed(), metadata)).equals(GOLDEN)).toBe(true)
})

it('reads the file that Python wrote', () => {
  const tensors = decodeSafetensors(GOLDEN, { maxBytes: GOLDEN.length, label: 'golden' })
  expect([...tensors.keys()].sort()).toEqual(TENSORS.map(({ name }) => name).sort())
  const numbers = (name: string) => {
    const { storage, bytes } = tensors.get(name)!
    return [...toFloat32(storage, bytes)]
  }
  expect(tensors.get('weights.b')).toMatchObject({ storage: 'float32', shape: [2, 3] })
  expect(numbers('weights.b')).toEqual([1, 2, 3, -0.5, Math.fround(1e-7), Math.fround(3e38)])
  expect(numbers('a.half')).toEqual([1.5, -65504, 2 ** -24])
  expect(numbers('z.brain')).toEqual([1, -3.140625])
  expect(numbers('scalar')).toEqual([7.25])
  expect(tensors.get('empty')).toMatchObject({ shape: [0, 4], bytes: new Uint8Array(0) })
  expect(tensors.get('mask')).toMatchObject({ storage: 'bool', bytes: new Uint8Array([1, 0, 1]) })
})
