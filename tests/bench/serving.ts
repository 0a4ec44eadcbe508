/**
 * Predictions while the caller waits, over HTTP, beside a job and beside `predictWith`, which opens a session and runs the prompt
 * for every call; and what a prompt that is computed once is worth to a run.
 * @module
 */
import { join } from 'node:path'
import { openServing, openWorkbench, predictWith } from '@promptpost/engine/post'
import { logitsGraph } from '@promptpost/engine/programs'
import { createSession, type Feeds } from '@promptpost/engine/runtime'
import { ask, type Served, startServed, TASK } from '../serving/served.js'
import { REPOSITORY } from '../support/service.js'
import { COLUMNS, type ModelShape } from './cases.js'
import { median } from './measure.js'
import { gpt2Config, makeRandomModel, randomValues } from './random-model.js'
import { textFeeds } from './steps.js'

export type WayMeasurement = {
  name: string
  /** Callers at a time, each of which asks again when it has its answer. */
  callers: number
  calls: number
  /** Seconds from asking to the answer. */
  p50: number
  p99: number
  textsPerSecond: number
}

export type PromptMeasurement = {
  texts: number
  /** Median seconds of a run with the prompt in it, and of one behind the prompt's keys and values. */
  plainSeconds: number
  servedSeconds: number
  /** Median of the ratios, pair by pair. */
  ratio: number
}

export type ServingMeasurement = {
  name: string
  ways: WayMeasurement[]
  promptName: string
  prompts: PromptMeasurement[]
}

type Way = {
  name: string
  callers: number
  /** Calls of a round. */
  calls: number
  call: (i: number) => Promise<unknown>
}

const VIRTUAL_TOKENS = 50
const CALLERS = 16
const WARM_UP = 2
const MODEL: ModelShape = { layers: 12, width: 768, heads: 12, vocabulary: 8192, positions: 512 }
/** Tokens of a text, cue included; texts over HTTP have about as many. */
const TOKENS = 24

const textOf = (i: number): string =>
  `the film was made in ${1900 + (i % 100)} and nobody has seen number ${i} of it since`

const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!
}

const secondsOf = async (run: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await run()
  return (performance.now() - begun) / 1000
}

const waysOf = async (service: Served): Promise<Way[]> => {
  const { client, made } = service
  const answered = async (transfer: string, i: number): Promise<void> => {
    const { status } = await ask(service, { transfer, texts: [textOf(i)], synchronous: true })
    if (status !== 200) throw new Error(`a prediction was answered with ${status}`)
  }
  const one = (i: number) => answered(made.transfer, i)
  const workbench = await openWorkbench(join(REPOSITORY, 'examples', 'reviews-gpt2'))
  const { width } = workbench.model.config
  const values = randomValues(VIRTUAL_TOKENS * width, 1, 0.02)
  const prompt = {
    values,
    virtualTokens: VIRTUAL_TOKENS,
    width,
    task: TASK,
    model: workbench.digest,
    lineage: {},
  }
  return [
    { name: 'synchronous', callers: 1, calls: 20, call: one },
    { name: 'synchronous', callers: CALLERS, calls: 64, call: one },
    {
      name: 'synchronous, two prompts in turn',
      callers: CALLERS,
      calls: 64,
      call: i => answered(i % 2 ? made.transfer : made.other, i),
    },
    {
      name: 'predictWith, in this process',
      callers: 1,
      calls: 2,
      call: i => predictWith(workbench, { prompt, texts: [textOf(i)] }),
    },
    {
      name: 'predictWith, in this process',
      callers: CALLERS,
      calls: CALLERS,
      call: i => predictWith(workbench, { prompt, texts: [textOf(i)] }),
    },
    {
      name: 'a job, waited for',
      callers: 1,
      calls: 1,
      call: async i => {
        const { job } = await client.predictions.create({ transfer: made.transfer, texts: [textOf(i)] })
        await client.jobs.wait(job)
      },
    },
  ]
}

/** All ways in turn, round by round, so that a busy moment strikes all alike. */
const measureWays = async (ways: readonly Way[], rounds: number): Promise<WayMeasurement[]> => {
  const took = ways.map((): number[] => [])
  const spent = ways.map(() => 0)
  for (let round = -1; round < rounds; round++)
    for (const [w, { callers, calls, call }] of ways.entries()) {
      let next = 0
      const caller = async (): Promise<void> => {
        for (let i = next++; i < calls; i = next++) {
          const seconds = await secondsOf(() => call(i + calls * (round + 1)))
          if (round >= 0) took[w]!.push(seconds)
        }
      }
      const seconds = await secondsOf(() => Promise.all(Array.from({ length: callers }, caller)))
      if (round >= 0) spent[w]! += seconds
    }
  return ways.map(({ name, callers }, w) => ({
    name,
    callers,
    calls: took[w]!.length,
    p50: quantile(took[w]!, 0.5),
    p99: quantile(took[w]!, 0.99),
    textsPerSecond: took[w]!.length / spent[w]!,
  }))
}

/** Both kinds of run in turn, their sessions open. */
const measurePrompts = async (directory: string, rounds: number): Promise<PromptMeasurement[]> => {
  const model = await makeRandomModel(directory, gpt2Config(MODEL))
  const values = randomValues(VIRTUAL_TOKENS * MODEL.width, 2, 0.02)
  const session = await createSession(logitsGraph(model, { virtualTokens: VIRTUAL_TOKENS, columns: COLUMNS }))
  const serving = await openServing(model)
  const state = await serving.prepare({ virtualTokens: VIRTUAL_TOKENS, values })
  const measured: PromptMeasurement[] = []
  for (const texts of [1, CALLERS]) {
    const feeds: Feeds = {
      ...textFeeds(texts, TOKENS, MODEL.vocabulary),
      prompt: { data: values, shape: [VIRTUAL_TOKENS, MODEL.width] },
    }
    const ids = feeds.ids!.data as Int32Array
    const rows = Array.from({ length: texts }, (_, b) => ({
      encoded: { ids: [...ids.subarray(b * TOKENS, (b + 1) * TOKENS)], readout: TOKENS - 1 },
      state,
      columns: COLUMNS,
    }))
    const pairs: [plain: number, served: number][] = []
    for (let round = -WARM_UP; round < rounds; round++) {
      const plain = await secondsOf(() => session.run(feeds))
      const served = await secondsOf(() => serving.logits(rows))
      if (round >= 0) pairs.push([plain, served])
    }
    measured.push({
      texts,
      plainSeconds: median(pairs.map(([plain]) => plain)),
      servedSeconds: median(pairs.map(([, served]) => served)),
      ratio: median(pairs.map(([plain, served]) => plain / served)),
    })
  }
  await session.dispose()
  await serving.dispose()
  return measured
}

/** @param directory a temporary folder @param rounds after the warm-up */
export const measureServing = async (directory: string, rounds: number): Promise<ServingMeasurement> => {
  const service = await startServed({}, VIRTUAL_TOKENS)
  let ways: WayMeasurement[]
  try {
    ways = await measureWays(await waysOf(service), rounds)
  } finally {
    await service.stop()
  }
  return {
    name: `reviews-gpt2 8x256, n=${VIRTUAL_TOKENS}, one text of about ${TOKENS} tokens a call`,
    ways,
    promptName: `random GPT-2 12x768, n=${VIRTUAL_TOKENS}, T=${TOKENS}`,
    prompts: await measurePrompts(join(directory, 'serving'), rounds),
  }
}
