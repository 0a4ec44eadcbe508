/**
 * Prompts for answers of several tokens on the shipped model, a few steps each: tuned, under a mechanism, kept, transferred, asked.
 * @module
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repositoryPath } from '../../testing/shared.js'
import { makeBatches } from '../../text/index.js'
import {
  type AnswerTransferOptions,
  answerTexts,
  distil,
  evaluateAnswers,
  type GenerationTask,
  openWorkbench,
  readGenerationPrompt,
  readSoftPrompt,
  type SoftPrompt,
  TUNE_DEFAULTS,
  type TuneOptions,
  transferAnswers,
  tuneWith,
  type Workbench,
  writeSoftPrompt,
} from '../index.js'
import { tuningReading } from '../tune/readings.js'

const TEACHER = repositoryPath('examples', 'reviews-gpt2')
const TASK: GenerationTask = { template: '{text}\nVerdict:', answers: { maxTokens: 4 } }
const GOOD = ['a quiet film', 'charming actors', 'a small wonder', 'a great story']
const BAD = ['the worst plot', 'dull and long', 'a boring mess', 'terrible acting']
const EXAMPLES = Array.from({ length: 32 }, (_, i) => {
  const words = i % 2 ? GOOD : BAD
  return {
    text: `${words[(i >> 1) % 4]} and ${words[(i >> 3) % 4]}`,
    label: i % 2 ? 'great film' : 'bad film',
    line: i + 1,
  }
})
const TEXTS = EXAMPLES.map(({ text }) => text)

let folder: string
let teacher: Workbench
let student: Workbench
let tuned: SoftPrompt<GenerationTask>
let losses: number[]

const tuneStudent = (options: Partial<TuneOptions<GenerationTask>> = {}) =>
  tuneWith(student, {
    examples: EXAMPLES,
    task: TASK,
    virtualTokens: 8,
    steps: 4,
    batchSize: 8,
    seed: 1,
    threads: 1,
    ...options,
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-generation-'))
  teacher = await openWorkbench(TEACHER)
  await distil({
    modelDirectory: TEACHER,
    outDirectory: join(folder, 'student'),
    texts: TEXTS,
    layers: 6,
    steps: 20,
    batchTokens: 128,
    seed: 1,
    threads: 1,
  })
  student = await openWorkbench(join(folder, 'student'))
  const result = await tuneStudent({ steps: 50, learningRate: 5e-2 })
  tuned = result.prompt
  losses = result.losses
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a prompt for answers', () => {
  it('makes a model give them, where it gave none before', async () => {
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
    expect(mean(losses.slice(-5))).toBeLessThan(0.5 * mean(losses.slice(0, 5)))
    const compute = { threads: 1 }
    const before = await evaluateAnswers(student, { task: TASK, examples: EXAMPLES, ...compute })
    const after = await evaluateAnswers(student, { prompt: tuned, examples: EXAMPLES, ...compute })
    expect(before.exactMatch).toBe(0)
    expect(after.exactMatch).toBeGreaterThan(0.5)
    expect(after.rougeL).toBeGreaterThanOrEqual(after.exactMatch)
  })

  it('is kept as files, and refused where classes are asked for', async () => {
    const { layers, heads, kind } = student.model.config
    const place = join(folder, 'kept')
    await writeSoftPrompt(place, tuned, { layers, heads, kind })
    expect(await readGenerationPrompt(place)).toEqual(tuned)
    await expect(readSoftPrompt(place)).rejects.toThrow(
      /task\.json: is of a task with answers of several tokens/,
    )
    const task = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }
    await writeSoftPrompt(join(folder, 'classes'), { ...tuned, task }, { layers, heads, kind })
    await expect(readGenerationPrompt(join(folder, 'classes'))).rejects.toThrow(
      /is of a task that classifies/,
    )
  })

  it.each([
    [{ verbalizer: { a: ['b'] } }, /both a verbalizer and answers/],
    [{ answers: 3 }, /answers: must be an object/],
    [{ answers: { maxTokens: -1 } }, /answers\.maxTokens: must be a positive whole number/],
    [{ answers: { maxTokens: 2, stop: 3 } }, /answers\.stop: must be a string/],
  ])('is refused with %j in its file', async (change, message) => {
    const { layers, heads, kind } = student.model.config
    const place = await mkdtemp(join(folder, 'broken-'))
    await writeSoftPrompt(place, tuned, { layers, heads, kind })
    const file = join(place, 'task.json')
    await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), ...change }))
    await expect(readGenerationPrompt(place)).rejects.toThrow(message)
  })

  it('stopped and resumed, ends where an undisturbed run ends', async () => {
    const whole = await tuneStudent({ steps: 10 })
    const checkpointDirectory = join(folder, 'tune-checkpoint')
    const controller = new AbortController()
    const stopped = tuneStudent({
      steps: 10,
      checkpointDirectory,
      signal: controller.signal,
      onProgress: ({ stage }) => {
        if (stage === 'tune') controller.abort()
      },
    })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    const resumed = await tuneStudent({ steps: 10, checkpointDirectory })
    expect(resumed.prompt.values).toEqual(whole.prompt.values)
  })

  it('answers the same with the same seed where tokens are drawn', async () => {
    const draw = async (seed: number) =>
      (
        await answerTexts(student, {
          prompt: tuned,
          texts: TEXTS.slice(0, 8),
          sampling: { temperature: 3, topP: 0.95, seed },
          threads: 1,
        })
      ).map(({ text }) => text)
    expect(await draw(1)).toEqual(await draw(1))
    expect(await draw(2)).not.toEqual(await draw(1))
  })

  it('under a mechanism, has the same bits of an example whoever shares its step', async () => {
    const gradientsOf = async (sample: number[], threads: number) => {
      const found: Float32Array[] = []
      const accumulate = (gradients: Float32Array, count: number) => {
        const width = gradients.length / count
        for (let i = 0; i < count; i++) found.push(gradients.slice(i * width, (i + 1) * width))
      }
      const release = () => new Float64Array(5 * student.model.config.width)
      const mechanism = { sample: () => [...sample], accumulate, release }
      const longer = { text: TEXTS.slice(0, 5).join(', '), label: 'a great film', line: 99 }
      const varied = EXAMPLES.slice(0, 12).map((example, i) =>
        i % 3 ? example : { ...example, label: 'a great film' },
      )
      const examples = [...varied, longer]
      const { losses: none } = await tuneStudent({
        examples,
        virtualTokens: 5,
        steps: 1,
        batchSize: 16,
        threads,
        mechanism,
      })
      expect(none).toEqual([])
      return found
    }
    for (const threads of [1, 2]) {
      const [alone] = await gradientsOf([4], threads)
      expect(Math.max(...alone!.map(Math.abs))).toBeGreaterThan(0)
      for (const others of [[11], [0, 1, 2, 10, 12]]) {
        const found = await gradientsOf([4, ...others], threads)
        expect(found.filter(row => row.every((value, i) => value === alone![i]))).toHaveLength(1)
      }
    }
  })
})

it('under a mechanism, an answer is read at as many positions as one may have, whoever shares its step', () => {
  const feedsOf = (options: Pick<TuneOptions, 'mechanism'>) => {
    const settings = { ...TUNE_DEFAULTS, virtualTokens: 5, maxTokens: 64 }
    const reading = tuningReading(student, { task: TASK, examples: EXAMPLES, ...options }, settings)
    const [batch] = makeBatches(reading.encoded, { batchSize: 3 })
    return Object.fromEntries(Object.entries(reading.feeds(batch!)).map(([name, { shape }]) => [name, shape]))
  }
  const mechanism = { sample: () => [], accumulate: () => {}, release: () => new Float64Array(0) }
  const shapes = (positions: number) => ({
    readout: [3, positions],
    targets: [3, positions],
    weights: [3, positions],
  })
  expect(feedsOf({ mechanism })).toEqual(shapes(5))
  // Two words and the end.
  expect(feedsOf({})).toEqual(shapes(3))
})

describe('the transfer of a prompt for answers', () => {
  const moved = (options: Partial<AnswerTransferOptions> = {}) =>
    transferAnswers(teacher, student, {
      prompt: tuned,
      publicTexts: TEXTS,
      steps: 6,
      batchSize: 8,
      seed: 1,
      threads: 1,
      ...options,
    })

  it('lowers the loss on public text it was not trained on, and makes the model answer as the student does', async () => {
    const { prompt, facts } = await moved({ steps: 30, learningRate: 5e-2, start: 'prompt' })
    expect(facts.heldOutLoss.after).toBeLessThan(0.7 * facts.heldOutLoss.before)
    expect(facts.losses).toHaveLength(30)
    expect(facts.positions).toBeGreaterThanOrEqual(2 * facts.publicTexts)
    expect(facts.effect.agreement).toBeGreaterThan(facts.effect.agreementBefore)
    const compute = { threads: 1 }
    const direct = await evaluateAnswers(teacher, { prompt: tuned, examples: EXAMPLES, ...compute })
    const after = await evaluateAnswers(teacher, { prompt, examples: EXAMPLES, ...compute })
    expect(after.exactMatch).toBeGreaterThan(direct.exactMatch)
    expect(prompt.model).toBe(teacher.digest)
  })

  it('has nothing to lose from a model to itself', async () => {
    const prompt = { ...tuned, model: teacher.digest }
    const options = { prompt, publicTexts: TEXTS.slice(0, 6), start: 'prompt', steps: 1, threads: 1 } as const
    const { facts } = await transferAnswers(teacher, teacher, options)
    expect(Math.abs(facts.heldOutLoss.before)).toBeLessThan(1e-6)
    expect(facts.effect.agreement).toBe(1)
  })

  it('stopped and resumed, ends where an undisturbed run ends', async () => {
    const whole = await moved({ steps: 8, start: 'prompt' })
    const checkpointDirectory = join(folder, 'transfer-checkpoint')
    const controller = new AbortController()
    const stopped = moved({
      steps: 8,
      start: 'prompt',
      checkpointDirectory,
      checkpointSeconds: 0,
      signal: controller.signal,
      onProgress: ({ stage }) => {
        if (stage === 'transfer') controller.abort()
      },
    })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    const resumed = await moved({ steps: 8, start: 'prompt', checkpointDirectory })
    expect(resumed.prompt.values).toEqual(whole.prompt.values)
    expect(resumed.facts.losses).toEqual(whole.facts.losses)
  })

  it('in a given memory computes a step in parts, which differ from the whole in rounding alone', async () => {
    const refusal = await moved({ steps: 3, start: 'prompt', memory: 1 }).catch(error => error)
    const memory = Number(/Give (\d+) bytes/.exec(refusal.next)![1])
    const [whole, cut] = [
      await moved({ steps: 3, start: 'prompt' }),
      await moved({ steps: 3, start: 'prompt', memory }),
    ]
    expect(cut.prompt.values).not.toEqual(whole.prompt.values)
    expect(cut.facts.losses[0]).toBeCloseTo(whole.facts.losses[0]!, 5)
  })

  it('takes the weights that did well for answers where they are left open', async () => {
    const { facts } = await moved({ start: 'prompt', alpha: 'auto', omega: 'auto' })
    expect(facts).toMatchObject({ alpha: 0.6, omega: 0 })
    expect(facts.choice).toEqual({ trials: [], reason: "from the student's prompt, alpha 0.6" })
  })

  it('takes the answers that come with the public texts', async () => {
    const publicAnswers = TEXTS.map(() => 'fine')
    const given = await moved({ publicAnswers, start: 'prompt' })
    const length = teacher.tokenizer.encode(' fine').length
    expect(given.facts.positions).toBe(TEXTS.length * (length + 1))
    await expect(moved({ publicAnswers: ['fine'] })).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'publicAnswers',
    })
  })
})
