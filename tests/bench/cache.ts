/**
 * `npm run bench:cache [-- --steps N] [--texts N]`: seconds of a distillation and of what a transfer computes before its first step,
 * on the shipped model and articles with one thread: without a cache, with a cold one and with a warm one. Also what tokenising takes.
 * @module
 */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bytesHeld, openComputedCache } from '@promptpost/base/cache'
import { distilWith, openWorkbench, targetLogitsOf } from '@promptpost/engine/post'
import { TASK } from '../support/dbpedia.js'
import { REPOSITORY } from '../support/service.js'

const { values } = parseArgs({
  options: { steps: { type: 'string', default: '240' }, texts: { type: 'string', default: '1000' } },
})
const threads = 1
const lines = (name: string): string[] =>
  readFileSync(join(REPOSITORY, 'examples/data/dbpedia', name), 'utf8')
    .split('\n')
    .filter(Boolean)

const directory = await mkdtemp(join(tmpdir(), 'promptpost-bench-'))
const workbench = await openWorkbench(join(REPOSITORY, 'examples/reviews-gpt2'))
const seconds = async (work: () => unknown): Promise<number> => {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}
const row = (what: string, time: number, note = ''): void =>
  console.log(`${what.padEnd(52)}${time.toFixed(2).padStart(8)} s  ${note}`.trimEnd())
const cacheOf = (id: string) =>
  openComputedCache({ directory: join(directory, 'cache'), bytes: 10 * 2 ** 30, of: { tenant: 'bench', id } })
const held = async (): Promise<string> =>
  `${Math.round((await bytesHeld(join(directory, 'cache'))) / 2 ** 20)} MiB kept`

try {
  console.log(`${cpus()[0]?.model} x ${cpus().length}, Node ${process.version}, 1 thread`)
  const texts = lines('distil.txt')
  let number = 0
  const distilled = (layers: number, isCached: boolean) =>
    seconds(() =>
      distilWith(workbench, {
        outDirectory: join(directory, `student-${number++}`),
        texts,
        layers,
        steps: Number(values.steps),
        threads,
        ...(isCached ? { cache: cacheOf('distil') } : {}),
      }),
    )
  for (const layers of [2, 4])
    row(`distillation to ${layers} blocks, no cache`, await distilled(layers, false))
  row('distillation to 2 blocks, cold', await distilled(2, true), await held())
  for (const layers of [2, 4]) row(`distillation to ${layers} blocks, warm`, await distilled(layers, true))

  const prompt = {
    values: new Float32Array(10 * workbench.model.config.width),
    virtualTokens: 10,
    width: workbench.model.config.width,
    task: TASK,
    model: workbench.digest,
    lineage: {},
  }
  const options = { prompt, publicTexts: lines('public.txt').slice(0, Number(values.texts)), threads }
  const logits = (isCached: boolean) =>
    seconds(() =>
      targetLogitsOf(
        workbench,
        workbench,
        { ...options, ...(isCached && { cache: cacheOf('transfer') }) },
        { index: 0, count: 1 },
      ),
    )
  const before = await bytesHeld(join(directory, 'cache'))
  row(`target's logits of ${options.publicTexts.length} texts, no cache`, await logits(false))
  row(`target's logits of ${options.publicTexts.length} texts, cold`, await logits(true))
  const taken = Math.round(((await bytesHeld(join(directory, 'cache'))) - before) / 2 ** 20)
  row(`target's logits of ${options.publicTexts.length} texts, warm`, await logits(true), `${taken} MiB kept`)

  const corpus: string[] = []
  for (let bytes = 0, at = 0; bytes < 20e6; at++) {
    // No text twice, or a tokenizer that remembers words would be ahead.
    const text = `${at} ${texts[at % texts.length]}`
    corpus.push(text)
    bytes += Buffer.byteLength(text)
  }
  let tokens = 0
  row(
    'tokenising 20 MB',
    await seconds(() => {
      for (const text of corpus) tokens += workbench.tokenizer.encode(text).length
    }),
    `${tokens} tokens`,
  )
} finally {
  await rm(directory, { recursive: true, force: true })
}
