/**
 * A whole client run, from the download of a student to a prediction, with everything that leaves recorded: the service
 * receives the very bytes that `explain-upload` shows and otherwise only what is in a list, and no private mark is in any
 * request, output or file. Clients that leak, each in its own way, are found out by the same examination.
 * @module
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { sha256 } from '@promptpost/base'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientFiles, providerFiles } from './allowed-files.js'
import { commonHeaders, compareHeaders } from './allowed-requests.js'
import { type Run, runClient } from './client-run.js'
import { type Expected, examine, requestsOf, type Seen } from './examine.js'
import { headerOf, type Message } from './http-messages.js'
import { CAN_SEE_SOCKETS } from './kernel-sockets.js'
import { findMarks, needlesOf } from './marks.js'
import { contentMarks, NAMES, PRIVATE, tuneArguments } from './private-data.js'
import { beginStory, type Story } from './story.js'

let story: Story
let run: Run
let seen: Seen
let expected: Expected
let uploads: Message[]

/** All that happened since the last call. */
const takeSeen = async (commands: Seen['commands']): Promise<Seen> => ({
  recorded: await story.proxy.take(),
  commands,
  logs: [Buffer.concat(story.provider.said)],
  files: await story.files(),
})

beforeAll(async () => {
  story = await beginStory()
  run = await runClient(story)
  seen = await takeSeen(Object.values(run.commands))
  uploads = requestsOf(seen.recorded).filter(({ start }) => start.startsWith('POST /v1/prompts'))
  const { provider, proxy } = story
  const host = new URL(proxy.url).host
  expected = {
    list: run.list,
    headers: commonHeaders(host, provider.tokens.client),
    needles: needlesOf([...(await contentMarks(join(story.machine.work, 'student'))), ...NAMES]),
    secret: needlesOf([{ name: 'the token', text: provider.tokens.client }]),
    service: host,
    files: [...clientFiles(['plain', 'noised'], ['audit']), ...providerFiles],
  }
}, 300_000)

afterAll(() => story?.end())

describe('a whole client run', () => {
  it('has no finding: no request beyond the list, no mark in any request, output or file, no other connection', () => {
    expect(examine(seen, expected)).toEqual([])
  })

  it('was seen whole: all kinds of requests, outputs and files are there, and the marks are in the data', () => {
    const requests = requestsOf(seen.recorded).map(({ start }) => start)
    for (const { method, target } of run.list) {
      const lines = requests.filter(start => {
        const [verb, path = ''] = start.split(' ')
        return verb === method && (typeof target === 'string' ? path === target : target.test(path))
      })
      expect([method, target, lines.length > 0]).toEqual([method, target, true])
    }
    expect(requests.filter(start => start.startsWith('POST'))).toHaveLength(5)
    const names = seen.files.flatMap(file => file.names).join('\n')
    for (const file of [
      '~/work/noised/task.json',
      'checkpoint.safetensors',
      'privacy-report.json',
      '~/work/noised/privacy-report.html',
      '~/.promptpost/ledger/signing-key',
      '~/work/audit/result.json',
      '~/work/vllm/prompt_embeds.pt',
      'objects/',
    ])
      expect(names).toContain(file)
    expect(seen.logs![0]!.toString()).toMatch(/"method":"POST","path":"\/v1\/prompts","status":201/)
    const marked = findMarks(readFileSync(join(story.machine.work, story.data)), expected.needles)
    for (const name of [
      'opening of a text',
      'end of a text',
      'a label',
      'column of texts',
      'column of labels',
    ])
      expect(marked.join()).toContain(`${name} as UTF-8`)
  })

  it('sends of each prompt the very bytes that explain-upload showed', () => {
    expect(uploads).toHaveLength(2)
    for (const [at, folder] of (['plain', 'noised'] as const).entries()) {
      const { contents, body } = run.explained[folder]
      expect(uploads[at]!.body).toEqual(body)
      expect(contents.request.body).toMatchObject({
        bytes: uploads[at]!.body.length,
        sha256: sha256(uploads[at]!.body),
      })
      expect(uploads[at]!.start).toBe(`${contents.request.method} ${contents.request.path} HTTP/1.1`)
      expect(contents.destination).toBe(`${story.proxy.url}/v1/prompts`)
    }
  })

  it('sends of the ledger that there is one and since which day, and of the local reports nothing', () => {
    const { privacy_report: report } = JSON.parse(uploads[1]!.body.toString())
    expect(report.ledger).toEqual({
      kept: true,
      where: 'client',
      since: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    })
    expect(run.explained.noised.contents.stays).toEqual(['privacy-report.html', 'privacy-report.md'])
    expect(uploads[1]!.body.toString()).not.toMatch(/earlierRuns|plainRuns|budget|<svg/)
  })

  it('sends the headers that explain-upload showed, no other, and varies only those that it said vary', () => {
    for (const [at, folder] of (['plain', 'noised'] as const).entries()) {
      const told = run.explained[folder].contents.request.headers
      const fixed = told.filter(({ varies }) => varies === undefined)
      const varying = told.filter(({ name, varies }) => varies !== undefined && name !== 'x-retry-count')
      expect(varying.map(({ name }) => name).sort()).toEqual(['authorization', 'idempotency-key'])
      const announced = [
        ...fixed.map(({ name, value }) => [name, value]),
        ...varying.map(({ name }) => [name, /./]),
      ]
      expect(compareHeaders(uploads[at]!, Object.fromEntries(announced))).toEqual([])
    }
    const [first, second] = uploads.map(upload => headerOf(upload, 'idempotency-key'))
    expect(first).not.toBe(second)
  })

  it('opens no socket to tune, to verify, to audit, to explain, to check an effect or to export', () => {
    const silent = Object.entries(run.commands).filter(([name]) =>
      /tune|verify|audit|explain|effect|export/.test(name),
    )
    expect(silent).toHaveLength(9)
    for (const [name, { code, sockets, observed }] of silent)
      expect([name, code, sockets, observed.map(({ event }) => event)]).toEqual([
        name,
        0,
        [],
        // Tuning, audits and effect checks compute in a process of their own.
        /tune|audit|effect/.test(name) ? ['process', 'process'] : ['process'],
      ])
  })

  it('says of private tuning how many steps are done, and neither loss, speed, time nor the number of examples', () => {
    const lines = run.commands['tune privately']!.stderr.toString().trim().split('\n')
    const told = /^tune {2}\d+ % {2}[123]\/3$|^with epsilon 8 and batches of 16, a step adds /
    expect(lines.filter(line => !told.test(line))).toEqual([
      'these records have no budget: set one with promptpost privacy ledger --data FILE --set-budget EPSILON',
      'see what an upload would send: promptpost explain-upload noised --student ID',
    ])
    expect(lines.length).toBeGreaterThan(1)
    const plain = `${run.commands.tune!.stderr}`
    expect(plain).toMatch(/loss [\d.]+ {2}[\d.]+ examples\/s/)
  })
})

describe('a tuning run that fails on the data', () => {
  it('names the file and the line, and nothing that is in them', async () => {
    const args = [...tuneArguments(story.data, 'none', '--debug'), '--label-map', '{"x": "bad"}']
    const ran = await story.client(args)
    expect([ran.code, ran.stdout.toString()]).toEqual([2, ''])
    expect(ran.stderr.toString()).toContain(`${PRIVATE.file}:2: has a label that the verbalizer lacks`)
    const contents = needlesOf(await contentMarks(join(story.machine.work, 'student')))
    expect(examine(await takeSeen([ran]), { ...expected, needles: contents })).toEqual([])
  })
})

describe('a client that leaks', () => {
  const cases: [mutation: string, finding: RegExp][] = [
    ['field', /request POST \/v1\/prompts: holds the opening of a text as JSON/],
    ['base64', /request POST \/v1\/prompts: holds the opening of a text as base64 of UTF-8/],
    ['utf16', /request POST \/v1\/prompts: holds the opening of a text as base64 of UTF-16LE/],
    ['unmarked', /request POST \/v1\/prompts: the body is not what was announced/],
    ['space', /request POST \/v1\/prompts: the body is not what was announced: byte 1 /],
    ['gzip', /request POST \/v1\/prompts: holds the opening of a text as JSON/],
    ['header', /request POST \/v1\/prompts: header x-trace is not in the list/],
    ['header', /request POST \/v1\/prompts: holds the opening of a text as hex/],
    ['agent', /request POST \/v1\/prompts: header user-agent has another value/],
    ['query', /request POST \/v1\/prompts\?from=\S+: is not in the list/],
    ['query', /request POST \/v1\/prompts\?from=\S+: holds the opening of a text as URL/],
    ['second request', /request GET \/v1\/students: is not in the list/],
    ['elsewhere', /prompts connected to 127\.0\.0\.1:\d+/],
    ...(CAN_SEE_SOCKETS
      ? ([['another program', /prompts held a tcp socket to 127\.0\.0\.1:\d+/]] as [string, RegExp][])
      : []),
    ['store', /file client\/cache\/library\/events\.db is not in the list/],
    ['log', /stderr of prompts holds the opening of a text as JSON/],
    ['temporary', /file client\/tmp\/draft holds the opening of a text as UTF-16LE/],
    ['token in a file', /file client\/tmp\/last-request holds the token as UTF-8/],
  ]
  const findings = new Map<string, string[]>()
  const elsewhere = createServer(socket => socket.resume())

  beforeAll(async () => {
    elsewhere.listen(0, '127.0.0.1')
    await once(elsewhere, 'listening')
    for (const mutation of new Set(['nothing', ...cases.map(([name]) => name)])) {
      const ran = await story.client(['prompts', 'upload', 'noised', '--student', story.student], {
        preload: join(import.meta.dirname, 'mutant.mjs'),
        environment: {
          MUTATION: mutation,
          MUTANT_TEXT: PRIVATE.opening,
          MUTANT_PORT: `${(elsewhere.address() as AddressInfo).port}`,
        },
      })
      findings.set(mutation, examine(await takeSeen([ran]), expected))
    }
  }, 300_000)
  afterAll(() => elsewhere.close())

  it('is the same as an honest one but for its leak', () => {
    expect(findings.get('nothing')).toEqual([])
    expect(findings.get('unmarked')).toEqual([
      expect.stringMatching(/^request POST \/v1\/prompts: header content-length has another value$/),
      expect.stringMatching(/^request POST \/v1\/prompts: the body is not what was announced/),
    ])
  })

  it.each(cases)('by %s is found out: %s', (mutation, finding) => {
    expect(findings.get(mutation)!.join('\n')).toMatch(finding)
  })
})
