/**
 * Uploaded texts as the JSON lines that are kept, as a stream: a data set never stands in memory whole.
 * @module
 */
import { Problem } from '../http/problem.js'

/** Longest text, in characters. */
const TEXT_LIMIT = 100_000
/** Most texts in a data set. */
const COUNT_LIMIT = 10_000_000

const bad = (line: number, detail: string): Problem =>
  new Problem(400, 'invalid-text', `Line ${line} ${detail}.`, { pointer: `line ${line}` })

/** Lines of UTF-8 without their ends, numbered from 1. */
async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<[number, string]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let number = 0
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch {
      throw bad(number + 1, 'or one soon after is not UTF-8')
    }
  }
  for await (const chunk of chunks) {
    const parts = (rest + decode(chunk)).split('\n')
    rest = parts.pop() as string
    // JSON may need several characters for one of the text.
    if (rest.length > 6 * TEXT_LIMIT + 100) throw bad(number + parts.length + 1, 'is too long')
    for (const part of parts) yield [++number, part.replace(/\r$/, '')]
  }
  rest += decode()
  if (rest !== '') yield [++number, rest]
}

const fromJson = (line: string, number: number): string => {
  try {
    const value: unknown = JSON.parse(line)
    const text = typeof value === 'object' && value !== null && 'text' in value ? value.text : value
    if (typeof text === 'string') return text
  } catch {}
  throw bad(number, 'is neither a JSON string nor an object with a text')
}

/**
 * One JSON object a line, `{"text": …}`. Blank texts are skipped.
 *
 * @param onText called once per text kept
 * @throws Problem 400 that names the line, never its content
 */
export async function* toJsonLines(
  chunks: AsyncIterable<Uint8Array>,
  format: 'plain' | 'ndjson',
  onText: () => void,
): AsyncGenerator<Uint8Array> {
  let count = 0
  for await (const [number, line] of lines(chunks)) {
    if (line.trim() === '') continue
    const text = format === 'plain' ? line : fromJson(line, number)
    if (text.trim() === '') continue
    if (text.length > TEXT_LIMIT) throw bad(number, `has more than ${TEXT_LIMIT} characters`)
    if (++count > COUNT_LIMIT) throw bad(number, `is one more than the ${COUNT_LIMIT} texts allowed`)
    onText()
    yield Buffer.from(`${JSON.stringify({ text })}\n`)
  }
}
