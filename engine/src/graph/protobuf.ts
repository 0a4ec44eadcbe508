/**
 * The little of the protobuf wire format that ONNX needs: varints, length-delimited fields, 32-bit floats.
 * https://protobuf.dev/programming-guides/encoding/
 * @module
 */

/** A message under construction: its bytes in the order written, so equal calls give equal bytes. */
export type Message = { bytes: Uint8Array; length: number }

export const message = (): Message => ({ bytes: new Uint8Array(64), length: 0 })

/** Makes room for so many bytes more. */
const reserve = (target: Message, more: number): void => {
  if (target.length + more <= target.bytes.length) return
  const larger = new Uint8Array(Math.max(2 * target.bytes.length, target.length + more))
  larger.set(target.bytes.subarray(0, target.length))
  target.bytes = larger
}

/** Negative integers take ten bytes, as two's complement of 64 bits. */
const MOST_OF_VARINT = 10

const writeVarint = (target: Message, value: number): void => {
  reserve(target, MOST_OF_VARINT)
  const { bytes } = target
  if (value >= 0) {
    let rest = value
    while (rest > 127) {
      bytes[target.length++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    bytes[target.length++] = rest
    return
  }
  let rest = BigInt.asUintN(64, BigInt(value))
  while (rest > 127n) {
    bytes[target.length++] = Number(rest & 127n) | 128
    rest >>= 7n
  }
  bytes[target.length++] = Number(rest)
}

export const writeInt = (target: Message, field: number, value: number): void => {
  writeVarint(target, field * 8)
  writeVarint(target, value)
}

export const writeFloat = (target: Message, field: number, value: number): void => {
  writeVarint(target, field * 8 + 5)
  reserve(target, 4)
  target.bytes.set(new Uint8Array(Float32Array.of(value).buffer), target.length)
  target.length += 4
}

export const writeBytes = (target: Message, field: number, bytes: Uint8Array): void => {
  writeVarint(target, field * 8 + 2)
  writeVarint(target, bytes.length)
  reserve(target, bytes.length)
  target.bytes.set(bytes, target.length)
  target.length += bytes.length
}

const encoder = new TextEncoder()

/** Names are ASCII, nearly all: those are written as they are read. */
export const writeString = (target: Message, field: number, text: string): void => {
  const start = target.length
  writeVarint(target, field * 8 + 2)
  writeVarint(target, text.length)
  reserve(target, text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 127) {
      target.length = start
      writeBytes(target, field, encoder.encode(text))
      return
    }
    target.bytes[target.length++] = code
  }
}

export const writeMessage = (target: Message, field: number, child: Message): void =>
  writeBytes(target, field, toBytes(child))

/** What was written, in place: it is the message's until that is written to again. */
export const toBytes = (source: Message): Uint8Array => source.bytes.subarray(0, source.length)
