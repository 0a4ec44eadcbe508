/**
 * Data sets: public, unlabelled texts, kept as JSON lines. A provider's public ones are open to its clients.
 * @module
 */
import type { TextsReference } from '@promptpost/base/jobs'
import { newIdentifier, stagedKey } from '@promptpost/base/store'
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
import { type DatasetRecord, find, type Owned, orLeftOut } from './records.js'
import { type Admission, type DatasetFacts, EMPTY, storeDataset, textsKey } from './store-dataset.js'
import { createBlocks, refuseLine, sentence, TEXT_LIMIT, type TextEvents, toJsonLines } from './text-lines.js'
import { createTextStatistics, type TextStatistics } from './text-statistics.js'

/** Most problems told of one data set. */
const MOST_PROBLEMS = 100

export const textsReference = ({ tenant, record }: Owned<'datasets'>): TextsReference => ({
  id: record.id,
  key: textsKey(tenant, record.id),
  sha256: record.sha256,
  count: record.count,
})

/** @param digest stands for the request; a stream has none until it is read */
const admission = (c: RequestContext, digest?: string): Admission => ({
  staging: stagedKey(c.get('credential').tenant, newIdentifier(prefixOf('datasets'))),
  async room() {
    const { allowances, limits } = c.get('services')
    const declared = Number(c.req.header('content-length') ?? limits.stream)
    if (await isRepeated(c)) return Number.POSITIVE_INFINITY
    return allowances.room(c.get('credential').tenant, declared)
  },
  reserve: (bytes, sha256) =>
    reserve(c, { collection: 'datasets', bytes, startsJob: false }, digest ?? sha256),
})

/** Where texts of a request come from, once it is known that it can be read. */
type Source = DatasetFacts & {
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
      const blocks = createBlocks()
      for (const text of texts) {
        if (text.trim() === '') continue
        onText(text)
        const block = blocks.add(text)
        if (block) yield block
      }
      yield blocks.rest()
    },
  }
}

const fromStream = (
  c: RequestContext,
  format: 'plain' | 'ndjson',
  { name, purpose }: Partial<DatasetFacts>,
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
    const record = await storeDataset(c, source, lines, statistics, admission(c, source.digest))
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
