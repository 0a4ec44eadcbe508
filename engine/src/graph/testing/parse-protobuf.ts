/**
 * A small reader of the protobuf wire format, written apart from the writer: https://protobuf.dev/programming-guides/encoding/
 * @module
 */

/** Fields by number, in the order they stand: integers, 32-bit floats, or bytes. */
export type Fields = Map<number, (bigint | number | Uint8Array)[]>

/** @throws Error when the bytes are no protobuf message */
export const parseProtobuf = (bytes: Uint8Array): Fields => {
  const fields: Fields = new Map()
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined || shift > 63n) throw new Error(`a varint is cut off at ${at}`)
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return BigInt.asIntN(64, value)
    }
  }
  const take = (length: number): Uint8Array => {
    if (length < 0 || at + length > bytes.length) throw new Error(`a field is cut off at ${at}`)
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const tag = Number(varint())
    const list = fields.get(tag >> 3) ?? []
    fields.set(tag >> 3, list)
    if ((tag & 7) === 0) list.push(varint())
    else if ((tag & 7) === 2) list.push(take(Number(varint())))
    else if ((tag & 7) === 5) list.push(new DataView(take(4).slice().buffer).getFloat32(0, true))
    else throw new Error(`wire type ${tag & 7} at ${at}`)
  }
  return fields
}

export const messagesOf = (fields: Fields, field: number): Fields[] =>
  (fields.get(field) ?? []).map(value => parseProtobuf(value as Uint8Array))

export const textsOf = (fields: Fields, field: number): string[] =>
  (fields.get(field) ?? []).map(value => new TextDecoder().decode(value as Uint8Array))

export const integersOf = (fields: Fields, field: number): number[] => (fields.get(field) ?? []).map(Number)
