/**
 * A tensor as torch.save writes it and torch.load(weights_only=True) reads it: a stored zip with a pickle of protocol 2.
 * @module
 */
import { storedZip } from './stored-zip.js'

/** Opcodes of pickle protocol 2 (Lib/pickletools.py), as far as a tensor needs them. */
const text = (value: string): Buffer => {
  const bytes = Buffer.from(value, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return Buffer.concat([Buffer.from('X'), length, bytes])
}
const global = (module: string, name: string): Buffer => Buffer.from(`c${module}\n${name}\n`, 'latin1')
const memo = (slot: number): Buffer => Buffer.from([0x71, slot])
const opcodes = (codes: string): Buffer => Buffer.from(codes, 'latin1')

/** BININT1, BININT2 or BININT, the shortest that holds it. */
const whole = (value: number): Buffer => {
  if (value < 0x100) return Buffer.from([0x4b, value])
  if (value < 0x10000) return Buffer.from([0x4d, value & 0xff, value >> 8])
  const bytes = Buffer.from([0x4a, 0, 0, 0, 0])
  bytes.writeInt32LE(value, 1)
  return bytes
}

/** `_rebuild_tensor_v2(storage '0' on the cpu, 0, (rows, columns), (columns, 1), False, OrderedDict())`. */
export const tensorPickle = (
  storage: 'FloatStorage' | 'HalfStorage',
  rows: number,
  columns: number,
): Buffer =>
  Buffer.concat([
    opcodes('\x80\x02'),
    global('torch._utils', '_rebuild_tensor_v2'),
    memo(0),
    opcodes('(('),
    ...[text('storage'), memo(1), global('torch', storage), memo(2)],
    ...[text('0'), memo(3), text('cpu'), memo(4), whole(rows * columns), opcodes('t'), memo(5)],
    opcodes('Q'),
    whole(0),
    ...[whole(rows), whole(columns), opcodes('\x86'), memo(6)],
    ...[whole(columns), whole(1), opcodes('\x86'), memo(7)],
    opcodes('\x89'),
    ...[global('collections', 'OrderedDict'), memo(8), opcodes(')R'), memo(9)],
    ...[opcodes('t'), memo(10), opcodes('R'), memo(11), opcodes('.')],
  ])

/**
 * @param data row-major [rows, columns]: float32, or bit patterns of float16; less than 2^31 elements
 * @returns the bytes of a .pt file
 */
export const encodeTorchTensor = (data: Float32Array | Uint16Array, rows: number, columns: number): Buffer =>
  storedZip([
    {
      name: 'archive/data.pkl',
      data: tensorPickle(data instanceof Float32Array ? 'FloatStorage' : 'HalfStorage', rows, columns),
    },
    { name: 'archive/byteorder', data: Buffer.from('little') },
    { name: 'archive/data/0', data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) },
    { name: 'archive/version', data: Buffer.from('3\n') },
  ])
