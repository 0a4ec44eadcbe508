/**
 * The little of the protobuf wire format that ONNX needs: varints, length-delimited fields, 32-bit floats.
 * https://protobuf.dev/programming-guides/encoding/
 * @module
 */

/** A message under construction: fields in the order written, so equal calls give equal bytes. */
export type Message = { parts: Uint8Array[]; length: number }

const encoder = new TextEncoder()

export const message = (): Message => ({ parts: [], length: 0 })

const push = (target: Message, bytes: Uint8Array): void => {
  target.parts.push(bytes)
  target.length += bytes.length
}

/** Negative integers take ten bytes, as two's complement of 64 bits. */
const varint = (value: number): Uint8Array => {
  let rest = BigInt.asUintN(64, BigInt(value))
  const bytes: number[] = []
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Uint8Array.from(bytes)
}

export const writeInt = (target: Message, field: number, value: number): void => {
  push(target, varint(field * 8))
  push(target, varint(value))
}

export const writeFloat = (target: Message, field: number, value: number): void => {
  push(target, varint(field * 8 + 5))
  push(target, new Uint8Array(Float32Array.of(value).buffer))
}

export const writeBytes = (target: Message, field: number, bytes: Uint8Array): void => {
  push(target, varint(field * 8 + 2))
  push(target, varint(bytes.length))
  push(target, bytes)
}

export const writeString = (target: Message, field: number, text: string): void =>
  writeBytes(target, field, encoder.encode(text))

export const writeMessage = (target: Message, field: number, child: Message): void => {
  push(target, varint(field * 8 + 2))
  push(target, varint(child.length))
  for (const part of child.parts) target.parts.push(part)
  target.length += child.length
}

export const toBytes = (source: Message): Uint8Array => {
  const bytes = new Uint8Array(source.length)
  let offset = 0
  for (const part of source.parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}
