/**
 * `npm run bench:cache [-- --steps N] [--batch-tokens N] [--layers 2,4] [--texts N]`: what tokenising takes, what a transfer computes
 * before its first step, and distillations, on the shipped model and articles with one thread: without a cache, with a cold one and with a
 * warm one. Seconds of a processor, since machines are shared, and beside them those of the clock.
 * @module
 */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bytesHeld, type ComputedCache, openComputedCache } from '@promptpost/base/cache'
import { distilWith, openWorkbench, targetLogitsOf } from '@promptpost/engine/post'
import { TASK } from '../support/dbpedia.js'
import { REPOSITORY } from '../support/service.js'

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '240' },
    'batch-tokens': { type: 'string', default: '256' },
    layers: { type: 'string', default: '2,4' },
    texts: { type: 'string', default: '1000' },
  },
})
const threads = 1
const lines = (name: string): string[] =>
  readFileSync(join(REPOSITORY, 'examples/data/dbpedia', name), 'utf8')
    .split('\n')
    .filter(Boolean)

const directory = await mkdtemp(join(tmpdir(), 'promptpost-bench-'))
const kept = join(directory, 'cache')
const cacheOf = (id: string) =>
  openComputedCache({ directory: kept, bytes: 10 * 2 ** 30, of: { tenant: 'bench', id } })

/** Does it and prints what it took. */
const row = async (what: string, work: () => unknown): Promise<void> => {
  const [begun, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  const [processor, clock] = [(user + system) / 1e6, (performance.now() - begun) / 1000]
  const held = Math.round((await bytesHeld(kept)) / 2 ** 20)
  console.log(
    `${what.padEnd(46)}${processor.toFixed(2).padStart(9)}${clock.toFixed(2).padStart(9)}${`${held}`.padStart(10)}`,
  )
}

try {
  console.log(`${cpus()[0]?.model} x ${cpus().length}, Node ${process.version}, 1 thread`)
  console.log(`${''.padEnd(46)}processor    clock  MiB kept`)
  const workbench = await openWorkbench(join(REPOSITORY, 'examples/reviews-gpt2'))
  const { width } = workbench.model.config
  const texts = lines('distil.txt')

  const corpus: string[] = []
  for (let bytes = 0, at = 0; bytes < 20e6; at++) {
    corpus.push(texts[at % texts.length]!)
    bytes += Buffer.byteLength(texts[at % texts.length]!)
  }
  await row('tokenising 20 MB', () => {
    for (const text of corpus) workbench.tokenizer.encode(text)
  })

  const task = { template: TASK.template, verbalizer: TASK.verbalizer }
  const prompt = {
    values: new Float32Array(10 * width),
    virtualTokens: 10,
    width,
    task,
    model: workbench.digest,
    lineage: {},
  }
  const options = { prompt, publicTexts: lines('public.txt').slice(0, Number(values.texts)), threads }
  const whole = { index: 0, count: 1 }
  const logits = (more: { cache?: ComputedCache }) => () =>
    targetLogitsOf(workbench, workbench, { ...options, ...more }, whole)
  const named = `target's logits of ${options.publicTexts.length} texts`
  await row(`${named}, no cache`, logits({}))
  await row(`${named}, cold`, logits({ cache: cacheOf('transfer') }))
  await row(`${named}, warm`, logits({ cache: cacheOf('transfer') }))

  let number = 0
  const distilled = (layers: number, more: { cache?: ComputedCache }) => () =>
    distilWith(workbench, {
      outDirectory: join(directory, `student-${number++}`),
      texts,
      layers,
      steps: Number(values.steps),
      batchTokens: Number(values['batch-tokens']),
      threads,
      ...more,
    })
  for (const [i, layers] of values.layers.split(',').map(Number).entries()) {
    const name = `${values.steps} steps to ${layers} blocks`
    if (i === 0) await row(`${name}, cold`, distilled(layers, { cache: cacheOf('distil') }))
    await row(`${name}, warm`, distilled(layers, { cache: cacheOf('distil') }))
    await row(`${name}, no cache`, distilled(layers, {}))
  }
} finally {
  await rm(directory, { recursive: true, force: true })
}
