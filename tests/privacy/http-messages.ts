/**
 * HTTP/1.1 as it went over the wire, taken apart so that every byte of a connection belongs to a message (RFC 9112).
 * @module
 */
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'

export type Message = {
  /** `POST /v1/prompts HTTP/1.1`, or a status line. */
  start: string
  /** In their order; names in lower case. */
  headers: [name: string, value: string][]
  /** Without chunk sizes, still as its content-encoding has it. */
  body: Buffer
  /** Start line, headers and body as they came. */
  raw: Buffer
}

export const headerOf = ({ headers }: Pick<Message, 'headers'>, wanted: string): string | undefined =>
  headers.find(([name]) => name === wanted)?.[1]

const UNPACK: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: bytes => gunzipSync(bytes),
  deflate: bytes => inflateSync(bytes),
  br: bytes => brotliDecompressSync(bytes),
}

/** The body as it was meant. @throws for a content-encoding that is not known here: it could hide anything */
export const unpacked = (message: Message): Buffer => {
  const encoding = headerOf(message, 'content-encoding')
  if (encoding === undefined) return message.body
  const unpack = UNPACK[encoding]
  if (!unpack) throw new Error(`content-encoding ${encoding} cannot be looked into`)
  return unpack(message.body)
}

const readChunks = (stream: Buffer, start: number): { body: Buffer; end: number } => {
  const parts: Buffer[] = []
  for (let at = start; ; ) {
    const line = stream.indexOf('\r\n', at)
    const size = Number.parseInt(stream.toString('latin1', at, line), 16)
    if (line < 0 || Number.isNaN(size)) throw new Error(`no chunk size at byte ${at}`)
    const data = line + 2
    if (size === 0) {
      const end = stream.indexOf('\r\n', data)
      if (end !== data) throw new Error(`trailers at byte ${data} are not looked into`)
      return { body: Buffer.concat(parts), end: data + 2 }
    }
    parts.push(stream.subarray(data, data + size))
    at = data + size + 2
  }
}

const readBody = (stream: Buffer, at: number, head: Omit<Message, 'body' | 'raw'>) => {
  const length = headerOf(head, 'content-length')
  if (headerOf(head, 'transfer-encoding') !== undefined) return readChunks(stream, at)
  const end = at + Number(length ?? 0)
  return { body: stream.subarray(at, end), end }
}

/** @throws when bytes belong to no message, or a message is not whole */
export const parseMessages = (stream: Buffer): Message[] => {
  const messages: Message[] = []
  for (let start = 0; start < stream.length; ) {
    const blank = stream.indexOf('\r\n\r\n', start)
    if (blank < 0) throw new Error(`no end of headers after byte ${start}`)
    const [first = '', ...lines] = stream.toString('latin1', start, blank).split('\r\n')
    if (!/^([A-Z]+ \S+ HTTP\/1\.1|HTTP\/1\.1 \d{3} .*)$/.test(first))
      throw new Error(`no message at byte ${start}`)
    const headers = lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    })
    const { body, end } = readBody(stream, blank + 4, { start: first, headers })
    if (end > stream.length) throw new Error(`the message at byte ${start} is cut off`)
    messages.push({ start: first, headers, body, raw: stream.subarray(start, end) })
    start = end
  }
  return messages
}
