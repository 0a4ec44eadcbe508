/**
 * Data sets: public, unlabelled texts, kept as JSON lines. A provider's public ones are open to its clients.
 * @module
 */
import type { TextsReference } from '@promptpost/base/jobs'
import { keyOf, newIdentifier } from '@promptpost/base/store'
import { outOfRoom } from '../http/allowance.js'
import { mediaType, readJsonBody, streamBody } from '../http/body.js'
import type { RequestContext } from '../http/environment.js'
import { isRepeated, reserve } from '../http/once.js'
import type { Handlers } from '../http/operations.js'
import { Problem } from '../http/problem.js'
import type { Schemas } from '../http/validate.js'
import { readTextPage } from './dataset-texts.js'
import { deleteThing } from './deletion/handle.js'
import { prefixOf } from './identifiers.js'
import { compact } from './job-view.js'
import { listPage } from './pages.js'
import { type DatasetRecord, find, issue, type Owned, orLeftOut, save } from './records.js'
import { refuseLine, sentence, TEXT_LIMIT, type TextEvents, toJsonLines } from './text-lines.js'
import { createTextStatistics, type TextStatistics } from './text-statistics.js'

const EMPTY = 'There is no text in it.'

/** Most problems told of one data set. */
const MOST_PROBLEMS = 100

const textsKey = (tenant: string, id: string): string =>
  keyOf({ tenant, collection: 'datasets', id, path: ['texts.jsonl'] })

export const textsReference = ({ tenant, record }: Owned<'datasets'>): TextsReference => ({
  id: record.id,
  key: textsKey(tenant, record.id),
  sha256: record.sha256,
  count: record.count,
})

type Facts = { name: string; purpose: Schemas['Purpose'] }

/** The bytes as they come, ending in a Problem 429 once they are more than there is room for. */
async function* within(room: number, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > room) throw outOfRoom(size, room)
    yield chunk
  }
}

/** Texts on their way in, under an identifier of their own until the request's one is known. */
const stage = async (c: RequestContext, lines: AsyncIterable<Uint8Array>) => {
  const { store, allowances, limits } = c.get('services')
  const { tenant } = c.get('credential')
  const declared = Number(c.req.header('content-length') ?? limits.stream)
  const room = (await isRepeated(c)) ? Number.POSITIVE_INFINITY : await allowances.room(tenant, declared)
  const id = newIdentifier(prefixOf('datasets'))
  const { key, size, etag } = await store.put(textsKey(tenant, id), within(room, lines))
  return { key, size, sha256: etag }
}

/**
 * Stores the lines, then the record. `digest` stands for the request; a stream has none until it is read.
 */
const create = async (
  c: RequestContext,
  { name, purpose }: Facts,
  lines: AsyncIterable<Uint8Array>,
  statistics: TextStatistics,
  digest?: string,
): Promise<DatasetRecord> => {
  const { store } = c.get('services')
  const { tenant, role } = c.get('credential')
  const staged = await stage(c, lines)
  try {
    const count = statistics.count()
    const summary = statistics.summary()
    if (!summary) throw new Problem(422, 'empty-dataset', EMPTY, { pointer: '/texts' })
    const { size, sha256 } = staged
    const making = { collection: 'datasets', bytes: size, startsJob: false } as const
    const { id, createdAt } = await reserve(c, making, digest ?? sha256)
    const texts = await store.getRange(staged.key, 0, size)
    if (texts) await store.put(textsKey(tenant, id), texts)
    const facts = { name, purpose, count, size, statistics: summary, sha256 }
    const saved = await save(c, 'datasets', { id, ...facts, created_at: createdAt })
    if (purpose === 'public' && role === 'provider') await issue(c, 'datasets', id)
    return saved
  } finally {
    await store.delete(staged.key)
  }
}

/** Where texts of a request come from, once it is known that it can be read. */
type Source = Facts & {
  /** The JSON lines to keep; a problem of a line goes to `events`. */
  lines: (events: TextEvents) => AsyncIterable<Uint8Array>
  digest?: string
}

const fromJson = async (c: RequestContext): Promise<Source> => {
  const { body: read, digest } = await readJsonBody(c, 'createDataset', c.get('services').limits.texts)
  const { name, purpose, texts } = read as Schemas['DatasetCreate']
  return {
    name,
    purpose,
    digest,
    async *lines({ onText }) {
      for (const text of texts) {
        if (text.trim() === '') continue
        onText(text)
        yield Buffer.from(`${JSON.stringify({ text })}\n`)
      }
    },
  }
}

const fromStream = (
  c: RequestContext,
  format: 'plain' | 'ndjson',
  { name, purpose }: Partial<Facts>,
): Source => {
  if (name === undefined || purpose === undefined)
    throw new Problem(422, 'missing-parameter', 'A stream needs its name and purpose in the query.', {
      pointer: name === undefined ? 'name' : 'purpose',
    })
  return {
    name,
    purpose,
    lines: events => toJsonLines(streamBody(c, c.get('services').limits.stream), format, events),
  }
}

/** Reads all of it and keeps nothing but figures and the numbers of lines. */
const validate = async (
  { lines }: Source,
  statistics: TextStatistics,
): Promise<Schemas['DatasetValidation']> => {
  const problems: Schemas['LineProblem'][] = []
  let more = false
  const events: TextEvents = {
    onText: statistics.add,
    onProblem(problem) {
      if (problems.length < MOST_PROBLEMS) problems.push({ line: problem.line, detail: sentence(problem) })
      else more = true
    },
  }
  for await (const _ of lines(events));
  const count = statistics.count()
  if (count === 0 && problems.length === 0) problems.push({ detail: EMPTY })
  return compact({
    valid: problems.length === 0,
    count,
    statistics: statistics.summary() as Schemas['DatasetStatistics'],
    problems,
    more,
  })
}

const view = ({ record }: Owned<'datasets'>): DatasetRecord => record

export const datasets = {
  async createDataset(c, { query }) {
    const type = mediaType(c)
    const format = ({ 'text/plain': 'plain', 'application/x-ndjson': 'ndjson' } as const)[type]
    const source = format ? fromStream(c, format, query) : await fromJson(c)
    const statistics = createTextStatistics(TEXT_LIMIT)
    if (query?.validate_only) return { status: 200, body: await validate(source, statistics) }
    const lines = source.lines({ onText: statistics.add, onProblem: refuseLine })
    const record = await create(c, source, lines, statistics, source.digest)
    return { status: 201, body: record, headers: { location: `/v1/datasets/${record.id}` } }
  },
  async listDatasets(c, { query }) {
    const one = async (id: string) => (await orLeftOut(find(c, 'datasets', id).then(view))) ?? undefined
    return { status: 200, body: await listPage(c, query, 'datasets', one) }
  },
  async getDataset(c, { path }) {
    return { status: 200, body: view(await find(c, 'datasets', path.id)) }
  },
  deleteDataset(c, { path }) {
    return deleteThing(c, 'datasets', path.id, async () => view(await find(c, 'datasets', path.id)))
  },
  async listDatasetTexts(c, { path, query: { cursor, limit = 20 } }) {
    const { tenant, record } = await find(c, 'datasets', path.id)
    const texts = { key: textsKey(tenant, record.id), size: record.size }
    return { status: 200, body: await readTextPage(c.get('services').store, texts, cursor, limit) }
  },
} satisfies Partial<Handlers>
