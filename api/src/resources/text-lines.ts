/**
 * Uploaded texts as the JSON lines that are kept, as a stream: a data set never stands in memory whole.
 * @module
 */
import { Problem } from '../http/problem.js'

/** Longest text, in characters. */
export const TEXT_LIMIT = 100_000
/** Most texts in a data set. */
const COUNT_LIMIT = 10_000_000
/** JSON may need several characters for one of the text. */
const LINE_LIMIT = 6 * TEXT_LIMIT + 100

/** What is wrong with a line: "is too long", say. The line's content is never told. */
export type LineProblem = { line: number; detail: string }

export type TextEvents = {
  /** Called once per text kept. */
  onText: (text: string) => void
  /** Called for a line that cannot be taken; it is left out then, unless this throws. */
  onProblem: (problem: LineProblem) => void
}

export const sentence = ({ line, detail }: LineProblem): string => `Line ${line} ${detail}.`

/** The refusal of a whole data set for one line. */
export const refuseLine = (problem: LineProblem): never => {
  throw new Problem(400, 'invalid-text', sentence(problem), { pointer: `line ${problem.line}` })
}

/** Lines of UTF-8 without their ends, numbered from 1. After bytes that are no UTF-8 there are none. */
async function* lines(
  chunks: AsyncIterable<Uint8Array>,
  onProblem: TextEvents['onProblem'],
): AsyncGenerator<[number, string]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let number = 0
  let isSkipping = false
  const decode = (chunk?: Uint8Array): string | undefined => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch {
      onProblem({ line: number + 1, detail: 'or one soon after is not UTF-8' })
      return undefined
    }
  }
  for await (const chunk of chunks) {
    const decoded = decode(chunk)
    if (decoded === undefined) return
    const parts = (rest + decoded).split('\n')
    rest = parts.pop() as string
    for (const part of parts) {
      number++
      if (!isSkipping) yield [number, part.replace(/\r$/, '')]
      isSkipping = false
    }
    if (rest.length > LINE_LIMIT && !isSkipping) {
      onProblem({ line: number + 1, detail: 'is too long' })
      isSkipping = true
    }
    if (isSkipping) rest = ''
  }
  const last = decode()
  if (last === undefined || isSkipping) return
  rest += last
  if (rest !== '') yield [number + 1, rest]
}

const fromJson = (line: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    const text = typeof value === 'object' && value !== null && 'text' in value ? value.text : value
    return typeof text === 'string' ? text : undefined
  } catch {
    return undefined
  }
}

/** Characters that are handed on at once: a write for each line would take most of the time. */
const BLOCK = 65_536

/** Texts as JSON lines, `{"text": …}`, gathered into blocks. */
export const createBlocks = () => {
  let block = ''
  const take = (): Uint8Array => {
    const bytes = Buffer.from(block)
    block = ''
    return bytes
  }
  return {
    /** @returns a block where there is a whole one */
    add(text: string): Uint8Array | undefined {
      block += `${JSON.stringify({ text })}\n`
      return block.length >= BLOCK ? take() : undefined
    },
    /** What is left. */
    rest: take,
  }
}

/** One JSON object a line. Blank texts are skipped. */
export async function* toJsonLines(
  chunks: AsyncIterable<Uint8Array>,
  format: 'plain' | 'ndjson',
  { onText, onProblem }: TextEvents,
): AsyncGenerator<Uint8Array> {
  let count = 0
  const blocks = createBlocks()
  for await (const [number, line] of lines(chunks, onProblem)) {
    if (line.trim() === '') continue
    const refuse = (detail: string): void => onProblem({ line: number, detail })
    const text = format === 'plain' ? line : fromJson(line)
    if (text === undefined) refuse('is neither a JSON string nor an object with a text')
    else if (text.length > TEXT_LIMIT) refuse(`has more than ${TEXT_LIMIT} characters`)
    else if (text.trim() !== '') {
      if (++count > COUNT_LIMIT) return refuse(`is one more than the ${COUNT_LIMIT} texts allowed`)
      onText(text)
      const block = blocks.add(text)
      if (block) yield block
    }
  }
  yield blocks.rest()
}
