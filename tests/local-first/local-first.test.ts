/**
 * Local-first predictions over a real service: the student answers what it is sure of, the large model the rest, and what
 * was answered at home is in no request.
 * @module
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Prediction, predict, readSoftPrompt } from '@promptpost/engine/post'
import { NotFoundError, planLocalFirst, UserAbortError } from 'promptpost'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseMessages } from '../privacy/http-messages.js'
import { REPOSITORY } from '../support/service.js'
import { markOf, requestsSince, type Scene, setScene, TEXTS } from './scene.js'

let scene: Scene
/** What the student says at home, found without the code under test. */
let own: Prediction[]
/** Places of the texts, the least sure first. */
let ranked: number[]
/** What all of this sets alike. */
let base: { transfer: string; student: string; prompt: string; texts: string[] }

const confidence = (at: number): number => Math.max(...own[at]!.scores)

beforeAll(async () => {
  scene = await setScene()
  const { student, prompt: folder, transfer } = scene
  const prompt = await readSoftPrompt(folder)
  own = await predict({ modelDirectory: student, prompt, texts: TEXTS })
  ranked = TEXTS.map((_, at) => at).sort((a, b) => confidence(a) - confidence(b))
  base = { transfer, student, prompt: folder, texts: TEXTS }
})
afterAll(() => scene?.end())

describe('a local-first prediction', () => {
  it('sends exactly the texts of which the student is least sure, in their order, and nothing of the others', async () => {
    const { client, proxy, service, transfer } = scene
    const given = await client.predictions.classifyLocalFirst({ ...base, sendAtMost: 0.59 })
    const places = ranked.slice(0, 5).sort((a, b) => a - b)
    // Or their order would be that of confidence too, and show nothing.
    expect(ranked.slice(0, 5)).not.toEqual(places)
    expect(given).toMatchObject({ texts: 10, atHome: 5, sent: 5, labels: ['bad', 'good'], predictions: [] })

    const recorded = await proxy.take()
    const requests = recorded.flatMap(part => parseMessages(part.sent))
    expect(requests.map(({ start }) => start.replace(/ HTTP.*/, '')).sort()).toEqual([
      expect.stringMatching(/^GET \/v1\/prompts\/pmt_\w+$/),
      `GET /v1/transfers/${transfer}`,
      'POST /v1/predictions',
    ])
    const texts = places.map(at => TEXTS[at]!)
    const bodies = requests.map(({ body }) => body.toString()).filter(body => body !== '')
    expect(bodies).toEqual([JSON.stringify({ transfer, texts, synchronous: true })])
    const sent = Buffer.concat(recorded.map(part => part.sent))
    expect(TEXTS.map((_, at) => at).filter(at => sent.includes(markOf(at)))).toEqual(places)
    expect(recorded.some(({ received }) => received.includes('zvq'))).toBe(false)

    const direct = await service.client.predictions.classify({ transfer, texts })
    given.results.forEach(({ answeredBy, ...result }, at) => {
      const sentAt = places.indexOf(at)
      expect(answeredBy).toBe(sentAt < 0 ? 'student' : 'model')
      expect(result).toEqual(sentAt < 0 ? own[at] : direct.results[sentAt])
    })
  })

  it('sends what the student is less sure of than the threshold, as jobs where there are many', async () => {
    const { client, proxy, service, transfer } = scene
    // Between the second and the third.
    const threshold = (confidence(ranked[1]!) + confidence(ranked[2]!)) / 2
    const stages: string[] = []
    const given = await client.predictions.classifyLocalFirst({
      ...base,
      confidence: threshold,
      mostSynchronous: 0,
      onProgress: ({ stage }) => stages.push(stage),
    })
    expect([given.atHome, given.sent, given.predictions.length]).toEqual([8, 2, 1])
    expect([...new Set(stages)]).toEqual(['student', 'model'])
    const places = ranked.slice(0, 2).sort((a, b) => a - b)
    const requests = await requestsSince(proxy)
    const posts = requests.filter(({ start }) => start.startsWith('POST'))
    expect(posts.map(({ body }) => JSON.parse(body.toString()))).toEqual([
      { transfer, texts: places.map(at => TEXTS[at]) },
    ])
    const others = ranked.slice(2).filter(at => requests.some(({ raw }) => raw.includes(markOf(at))))
    expect(others).toEqual([])
    const model = given.results.filter(({ answeredBy }) => answeredBy === 'model')
    expect(model.map(({ label, scores }) => ({ label, scores }))).toEqual(
      await service.client.predictions.results(given.predictions[0]!),
    )
  })

  it('makes no request at all where the student is sure of everything', async () => {
    const { client, proxy } = scene
    for (const rule of [{ confidence: 0 }, { sendAtMost: 0 }, { sendAtMost: 0.09 }]) {
      const given = await client.predictions.classifyLocalFirst({ ...base, ...rule })
      expect(given).toMatchObject({ texts: 10, atHome: 10, sent: 0 })
      expect(given.results).toEqual(own.map(one => ({ ...one, answeredBy: 'student' })))
    }
    expect(await proxy.take()).toEqual([])
  })

  it('decides and sends a text that stands several times once, and answers it each time', async () => {
    const { client, proxy } = scene
    const least = ranked[0]!
    const texts = [TEXTS[least]!, ...TEXTS, TEXTS[least]!, TEXTS[ranked[9]!]!]
    const given = await client.predictions.classifyLocalFirst({ ...base, texts, sendAtMost: 0.1 })
    expect(given).toMatchObject({ texts: 13, atHome: 10, sent: 1 })
    const [first] = given.results
    expect(first!.answeredBy).toBe('model')
    expect([given.results[least + 1], given.results[11]]).toEqual([first, first])
    const [post] = (await requestsSince(proxy)).filter(({ start }) => start.startsWith('POST'))
    expect(JSON.parse(post!.body.toString()).texts).toEqual([TEXTS[least]])
  })

  it('sends what is left of a text by the function given, and decides by the text as it is', async () => {
    const { client, proxy } = scene
    const rule = { ...base, sendAtMost: 0.2 }
    const redact = (text: string) => text.replace(/zvq\d+xkw/g, 'NAME')
    const given = await client.predictions.classifyLocalFirst({ ...rule, redact })
    const places = ranked.slice(0, 2).sort((a, b) => a - b)
    expect(given.results.flatMap(({ answeredBy }, at) => (answeredBy === 'model' ? [at] : []))).toEqual(
      places,
    )
    const requests = await requestsSince(proxy)
    expect(requests.some(({ raw }) => raw.includes('zvq'))).toBe(false)
    const [post] = requests.filter(({ start }) => start.startsWith('POST'))
    expect(JSON.parse(post!.body.toString()).texts).toEqual(places.map(at => redact(TEXTS[at]!)))
    for (const broken of [() => '', () => undefined as unknown as string])
      await expect(client.predictions.classifyLocalFirst({ ...rule, redact: broken })).rejects.toThrow(
        /^redact: must leave something of each text\. It leaves nothing of text 1/,
      )
    expect(await proxy.take()).toEqual([])
  })

  it('can be looked at and stopped before anything is sent', async () => {
    const { client, proxy } = scene
    const no = new Error('too many')
    let told: unknown
    const refused = client.predictions.classifyLocalFirst({
      ...base,
      sendAtMost: 0.5,
      onPlan(plan) {
        told = plan
        throw no
      },
    })
    await expect(refused).rejects.toBe(no)
    const { transfer: _, ...options } = base
    const plan = await planLocalFirst({ ...options, sendAtMost: 0.5 })
    expect(told).toEqual(plan)
    expect(plan).toMatchObject({ texts: 10, atHome: 5, sent: 5, labels: ['bad', 'good'] })
    expect(plan.decisions).toEqual(
      own.map((one, at) => ({ ...one, confidence: confidence(at), isSent: ranked.indexOf(at) < 5 })),
    )
    const control = new AbortController()
    const aborted = { ...base, sendAtMost: 1, signal: control.signal }
    const whileDeciding = client.predictions.classifyLocalFirst({ ...aborted, onPlan: () => control.abort() })
    await expect(whileDeciding).rejects.toBeInstanceOf(UserAbortError)
    await expect(client.predictions.classifyLocalFirst(aborted)).rejects.toBeInstanceOf(UserAbortError)
    expect(await proxy.take()).toEqual([])
  })
})

describe('no text leaves', () => {
  it('to a transfer that answers with other labels, or that is not there', async () => {
    const { client, proxy, folder } = scene
    const prompt = join(folder, 'other-labels')
    cpSync(base.prompt, prompt, { recursive: true })
    const task = JSON.parse(readFileSync(join(prompt, 'task.json'), 'utf8'))
    const verbalizer = { no: ['bad'], yes: ['good'] }
    writeFileSync(join(prompt, 'task.json'), JSON.stringify({ ...task, verbalizer }))
    await expect(
      client.predictions.classifyLocalFirst({ ...base, prompt, sendAtMost: 1 }),
    ).rejects.toMatchObject({ code: 'conflict', field: 'transfer' })
    const transfer = 'trf_00000000000000000000000000'
    await expect(
      client.predictions.classifyLocalFirst({ ...base, transfer, sendAtMost: 1 }),
    ).rejects.toBeInstanceOf(NotFoundError)
    const requests = await requestsSince(proxy)
    const asked = requests.map(({ start }) => start.split('/').slice(0, 3).join('/')).sort()
    expect(asked).toEqual(['GET /v1/prompts', 'GET /v1/transfers', 'GET /v1/transfers'])
  })

  it.each<[string, object, RegExp]>([
    ['without a rule', { sendAtMost: undefined }, /sendAtMost: is missing/],
    ['by a rule that is none', { sendAtMost: 30 }, /sendAtMost: must be from 0 to 1 \(got 30\)/],
    ['of no texts', { texts: [] }, /texts: must be a list of one text or more/],
    [
      'beside one that is empty',
      { texts: ['a secret', ''] },
      /^texts\[1\]: must be a text that is not empty$/,
    ],
    ['with a student that is not there', { student: 'nowhere' }, /nowhere/],
    ['with a prompt that is not there', { prompt: 'nowhere' }, /nowhere.*is missing/],
    ['with a prompt of another model', { student: join(REPOSITORY, 'examples/reviews-gpt2') }, /this model/],
  ])('%s', async (_, options, says) => {
    const { client, proxy } = scene
    const refused = client.predictions.classifyLocalFirst({ ...base, sendAtMost: 1, ...options })
    await expect(refused).rejects.toThrow(says)
    await expect(refused).rejects.toMatchObject({ name: 'PromptPostError' })
    await expect(refused).rejects.not.toThrow(/zvq|secret/)
    expect(await proxy.take()).toEqual([])
  })
})
