/**
 * Private marks and every form in which one could leave unseen: other encodings of text, base64 at each alignment, hex,
 * percent and JSON escapes, token numbers, compressed.
 * @module
 */
import { constants, inflateRawSync } from 'node:zlib'

export type Mark = {
  /** What of the private things it stands in. */
  name: string
  text: string
  /** Its token numbers, as a model meets them. */
  tokens?: readonly (readonly number[])[]
}

export type Needle = { mark: string; form: string; bytes: Buffer }

/** Shorter needles would be found by chance. */
const SHORTEST = 6

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

/**
 * The characters of a base64 text that bytes decide alone, whatever `shift` bytes (modulo 3) stand before them and
 * whatever comes behind.
 */
const base64Core = (bytes: Buffer, shift: number): string =>
  Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6))

const percent = (bytes: Buffer): string =>
  [...bytes].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('')

/** `\u00f6` for each UTF-16 unit that is `wanted`. */
const escaped = (text: string, wanted: (unit: number) => boolean): string =>
  Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
    .map(unit => (wanted(unit) ? `\\u${unit.toString(16).padStart(4, '0')}` : String.fromCharCode(unit)))
    .join('')

const jsonForms = (text: string): [string, string][] => {
  const once = JSON.stringify(text).slice(1, -1)
  const ascii = escaped(once, unit => unit > 0x7e)
  return [
    ['JSON', once],
    ['JSON in JSON', JSON.stringify(once).slice(1, -1)],
    ['ASCII JSON', ascii],
    ['ASCII JSON, capitals', ascii.replace(/(?<=\\u)[0-9a-f]{4}/g, digits => digits.toUpperCase())],
    ['JSON, all escaped', escaped(text, () => true)],
  ]
}

const textForms = (text: string): [string, string | Buffer][] => {
  const utf8 = Buffer.from(text)
  const wide = { 'UTF-16LE': Buffer.from(text, 'utf16le'), 'UTF-16BE': utf16be(text) }
  const uri = encodeURIComponent(text)
  return [
    ['UTF-8', utf8],
    ['Latin-1', Buffer.from(text, 'latin1')],
    ...Object.entries(wide),
    ['lower case', text.toLowerCase()],
    ['upper case', text.toUpperCase()],
    ['hex', utf8.toString('hex')],
    ['hex, capitals', utf8.toString('hex').toUpperCase()],
    ['URL', uri],
    ['URL, lower case', uri.replace(/%../g, code => code.toLowerCase())],
    ['form', `${new URLSearchParams({ '': text })}`.slice(1)],
    ['URL, all escaped', percent(utf8)],
    ...jsonForms(text),
    ...Object.entries({ 'UTF-8': utf8, ...wide }).flatMap(([name, bytes]) =>
      [0, 1, 2].flatMap((shift): [string, string][] => {
        const core = base64Core(bytes, shift)
        const url = core.replaceAll('+', '-').replaceAll('/', '_')
        return [
          [`base64 of ${name}, alignment ${shift}`, core],
          [`base64url of ${name}, alignment ${shift}`, url],
        ]
      }),
    ),
  ]
}

const tokenForms = (ids: readonly number[]): [string, string | Buffer][] => {
  const int32 = Buffer.from(Int32Array.from(ids).buffer)
  const int64 = Buffer.from(BigInt64Array.from(ids, BigInt).buffer)
  return [
    ['tokens, JSON', ids.join(',')],
    ['tokens, spaced', ids.join(', ')],
    ['tokens, int32', int32],
    ['tokens, int64', int64],
    ...[0, 1, 2].flatMap((shift): [string, string][] => [
      [`tokens, base64 of int32, alignment ${shift}`, base64Core(int32, shift)],
    ]),
  ]
}

/** All that is searched for, each sequence of bytes once. */
export const needlesOf = (marks: readonly Mark[]): Needle[] => {
  const needles = new Map<string, Needle>()
  for (const { name, text, tokens = [] } of marks)
    for (const [form, content] of [...textForms(text), ...tokens.flatMap(tokenForms)]) {
      const bytes = Buffer.from(content as string)
      const key = bytes.toString('hex')
      if (bytes.length < SHORTEST) throw new Error(`the mark of ${name} is too short as ${form}`)
      if (!needles.has(key)) needles.set(key, { mark: name, form, bytes })
    }
  return [...needles.values()]
}

/** Where the deflated data of a gzip member begins (RFC 1952): behind the header and the fields its flags announce. */
const deflatedAt = (member: Buffer): number => {
  const flags = member[3]!
  let at = 10
  if (flags & 4) at += 2 + member.readUInt16LE(at)
  for (const named of [8, 16]) if (flags & named) at = member.indexOf(0, at) + 1
  return flags & 2 ? at + 2 : at
}

/** A member's content, as far as it is there. What stands behind it, which gunzip would stumble over, is passed over. */
const gunzip = (member: Buffer): Buffer[] => {
  try {
    return [inflateRawSync(member.subarray(deflatedAt(member)), { finishFlush: constants.Z_SYNC_FLUSH })]
  } catch {
    return [] // It only looked like one.
  }
}

const positionsOf = (data: Buffer, needle: string | Buffer): number[] => {
  const found: number[] = []
  for (let at = data.indexOf(needle); at >= 0; at = data.indexOf(needle, at + 1)) found.push(at)
  return found
}

const GZIP = Buffer.from([0x1f, 0x8b, 0x08])

/** gzip members at any place, plain or in base64, which `H4sI` begins then. */
const unzipped = (data: Buffer): Buffer[] => [
  ...positionsOf(data, GZIP).flatMap(at => gunzip(data.subarray(at))),
  ...positionsOf(data, 'H4sI').flatMap(at => {
    const text = /^[A-Za-z0-9+/_-]+/.exec(data.toString('latin1', at))?.[0] ?? ''
    return gunzip(Buffer.from(text, 'base64'))
  }),
]

/** The bytes themselves; without line ends, which base64 and hex may be folded by; and what is zipped in them. */
const viewsOf = (data: Buffer): [string, Buffer][] => [
  ['', data],
  ...(data.includes('\n')
    ? [[', folded', Buffer.from(data.toString('latin1').replace(/\r?\n/g, ''), 'latin1')] as [string, Buffer]]
    : []),
  ...unzipped(data).map((content): [string, Buffer] => [', zipped', content]),
]

/** Which marks some bytes hold and how: `opening of a text as hex, folded`. */
export const findMarks = (data: Uint8Array, needles: readonly Needle[]): string[] => {
  const views = viewsOf(Buffer.from(data.buffer, data.byteOffset, data.byteLength))
  const found = views.flatMap(([view, bytes]) =>
    needles
      .filter(needle => bytes.includes(needle.bytes))
      .map(({ mark, form }) => `${mark} as ${form}${view}`),
  )
  return [...new Set(found)]
}
