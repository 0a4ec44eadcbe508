/**
 * Local-first predictions with everything that leaves recorded: what the student answers is in no request, answer, output or
 * file, whatever form it would take; exactly the other texts are sent, and nothing beside them.
 * @module
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadTokenizer } from '@promptpost/engine/text'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { providerFiles } from './allowed-files.js'
import { type AllowedRequest, commonHeaders } from './allowed-requests.js'
import type { Ran } from './client-machine.js'
import { answerOf } from './client-run.js'
import { type Expected, examine, requestsOf, type Seen } from './examine.js'
import { findMarks, type Mark, needlesOf } from './marks.js'
import { tuneArguments } from './private-data.js'
import { beginStory, type Story } from './story.js'

const WORDS = ['dull', 'fine', 'slow', 'warm', 'empty', 'lively', 'flat', 'bright', 'long', 'kind']
const markOf = (at: number): string => `Qör${at}venzil "7+1"`
const TEXTS = WORDS.map((word, at) => `a ${word} film, ${markOf(at)}, of ${1900 + at}`)

let story: Story
let flags: string[]
let allowed: AllowedRequest[]
let marks: Mark[]

const takeSeen = async (commands: Ran[]): Promise<Seen> => ({
  recorded: await story.proxy.take(),
  commands,
  logs: [Buffer.concat(story.provider.said)],
  files: await story.files(),
})

/** What must hold when these texts stay, and the others leave. */
const expectedOf = (staying: readonly number[], list: AllowedRequest[]): Expected => {
  const { provider, proxy } = story
  const isStaying = (_: Mark, at: number): boolean => staying.includes(at)
  const host = new URL(proxy.url).host
  return {
    list,
    headers: commonHeaders(host, provider.tokens.client),
    needles: needlesOf(marks.filter(isStaying)),
    secret: needlesOf([
      { name: 'the token', text: provider.tokens.client },
      ...marks.filter((_, at) => !staying.includes(at)),
    ]),
    service: host,
    // None of the client's.
    files: providerFiles,
  }
}

/** Places of the texts that someone answered. */
const answeredBy = (who: string, answer: { results: { answeredBy: string }[] }): number[] =>
  answer.results.flatMap((result, at) => (result.answeredBy === who ? [at] : []))

beforeAll(async () => {
  story = await beginStory()
  const { client, student, dataset, data, machine } = story
  const ask = async (...args: string[]) => answerOf(await client([...args, '--json']))
  await ask('students', 'download', student, 'student')
  answerOf(await client(tuneArguments(data, 'prompt', '--steps', '3', '--json')))
  const prompt = (await ask('prompts', 'upload', 'prompt', '--student', student)).id
  const create = ['transfers', 'create', '--prompt', prompt, '--dataset', dataset, '--steps', '2']
  const sizes = ['--batch-size', '8', '--texts', '24', '--max-tokens', '40', '--wait']
  const transfer = (await ask(...create, ...sizes)).id
  writeFileSync(join(machine.work, 'ask.jsonl'), TEXTS.map(text => `${JSON.stringify({ text })}\n`).join(''))
  const source = ['predict', '--transfer', transfer, '--file', 'ask.jsonl', '--json']
  flags = [...source, '--local-first', 'student', '--local-prompt', 'prompt']
  allowed = [
    { method: 'GET', target: `/v1/transfers/${transfer}`, body: null },
    { method: 'GET', target: `/v1/prompts/${prompt}`, body: null },
  ]
  const tokenizer = await loadTokenizer(join(machine.work, 'student'))
  marks = TEXTS.map((_, at) => ({
    name: `text ${at}`,
    text: markOf(at),
    tokens: [tokenizer.encode(markOf(at)), tokenizer.encode(` ${markOf(at)}`)],
  }))
  await takeSeen([])
}, 300_000)

afterAll(() => story?.end())

const bodyOf = (texts: number[], rest: object = {}): Buffer => {
  const transfer = allowed[0]!.target.toString().split('/').at(-1)
  return Buffer.from(JSON.stringify({ transfer, texts: texts.map(at => TEXTS[at]), ...rest }))
}

describe('a local-first prediction', () => {
  it('sends nothing for a dry run, and says how many it would send', async () => {
    const ran = await story.client([...flags, '--send-at-most', '0.3', '--dry-run'])
    expect(answerOf(ran)).toEqual({ texts: 10, atHome: 7, sent: 3 })
    const seen = await takeSeen([ran])
    expect(seen.recorded).toEqual([])
    expect(
      examine(
        seen,
        expectedOf(
          TEXTS.map((_, at) => at),
          [],
        ),
      ),
    ).toEqual([])
  })

  it('sends exactly the texts that the model answers; the others are nowhere', async () => {
    const ran = await story.client([...flags, '--send-at-most', '0.3', '--verbose'])
    const answer = answerOf(ran)
    const [staying, leaving] = [answeredBy('student', answer), answeredBy('model', answer)]
    expect([staying.length, leaving.length]).toEqual([7, 3])
    const body = bodyOf(leaving, { synchronous: true })
    const list = [...allowed, { method: 'POST', target: '/v1/predictions', body }]
    const seen = await takeSeen([ran])
    expect(examine(seen, expectedOf(staying, list))).toEqual([])
    // Seen whole: each request is there, once, and the marks of what left are found in one.
    const requests = requestsOf(seen.recorded)
    expect(requests.map(({ start }) => start.split(' ')[0]).sort()).toEqual(['GET', 'GET', 'POST'])
    const found = findMarks(
      requests.find(({ start }) => start.startsWith('POST'))!.raw,
      needlesOf(marks),
    ).filter(mark => mark.endsWith(' as JSON'))
    expect(found).toEqual(leaving.map(at => `text ${at} as JSON`))
    // The same examination finds out one that sends a text too many.
    const [more] = staying
    const worse = expectedOf([...staying, leaving[0]!], list)
    expect(examine(seen, worse).join('\n')).toContain(
      `request POST /v1/predictions: holds text ${leaving[0]} as JSON`,
    )
    const tooFew = [...allowed, { ...list[2]!, body: bodyOf([more!, ...leaving], { synchronous: true }) }]
    expect(examine(seen, expectedOf(staying, tooFew)).join('\n')).toContain(
      'the body is not what was announced',
    )
  })

  it('does so by a job too', async () => {
    const ran = await story.client([...flags, '--send-at-most', '0.3', '--job'])
    const answer = answerOf(ran)
    const staying = answeredBy('student', answer)
    const seen = await takeSeen([ran])
    const posts = requestsOf(seen.recorded).filter(({ start }) => start.startsWith('POST'))
    expect(posts.map(({ body }) => body)).toEqual([bodyOf(answeredBy('model', answer))])
    const { needles } = expectedOf(staying, [])
    const all = [
      ...seen.recorded.flatMap(({ sent, received }) => [sent, received]),
      ...seen.files.filter(({ isBefore }) => !isBefore).map(({ bytes }) => bytes()),
      ...seen.logs!,
      ran.stdout,
      ran.stderr,
    ]
    expect(staying).toHaveLength(7)
    expect(all.flatMap(bytes => findMarks(bytes, needles))).toEqual([])
  })

  it('sends nothing of what is redacted', async () => {
    const redacting = ['--redact', 'Qör\\d+venzil=NAME', '--redact', '"7=NUMBER', '--send-at-most', '0.2']
    const ran = await story.client([...flags, ...redacting])
    const leaving = answeredBy('model', answerOf(ran))
    expect(leaving).toHaveLength(2)
    const seen = await takeSeen([ran])
    const text = JSON.parse(
      bodyOf(leaving, { synchronous: true })
        .toString()
        .replaceAll(/Qör\d+venzil \\"7/g, 'NAME NUMBER'),
    )
    const list = [
      ...allowed,
      { method: 'POST', target: '/v1/predictions', body: Buffer.from(JSON.stringify(text)) },
    ]
    expect(text.texts[0]).toMatch(/^a \w+ film, NAME NUMBER\+1", of \d+$/)
    expect(
      examine(
        seen,
        expectedOf(
          TEXTS.map((_, at) => at),
          list,
        ),
      ),
    ).toEqual([])
  })

  it('connects to no one where the student is sure of everything', async () => {
    const ran = await story.client([...flags, '--confidence', '0'])
    expect(answerOf(ran)).toMatchObject({ texts: 10, atHome: 10, sent: 0, predictions: [] })
    const seen = await takeSeen([ran])
    expect(seen.recorded).toEqual([])
    expect(ran.observed.filter(({ event }) => event === 'connection')).toEqual([])
    expect(
      examine(
        seen,
        expectedOf(
          TEXTS.map((_, at) => at),
          [],
        ),
      ),
    ).toEqual([])
  })
})
