/**
 * `npm run study:generation -- --out OUT [FLAGS]`: prompts for answers of several tokens, from the student to the large model. By default
 * the shipped model names the class of DBpedia articles. Prints Markdown; what is finished is found again in OUT.
 * @module
 */
import { mkdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeFileAtomic } from '@promptpost/base'
import { type Example, readExamples, readTexts } from '@promptpost/engine/data'
import {
  type AnswerScores,
  distil,
  evaluateAnswers,
  type GenerationTask,
  openWorkbench,
  readGenerationPrompt,
  type SoftPrompt,
  transferAnswers,
  tuneWith,
  type Workbench,
  writeSoftPrompt,
} from '@promptpost/engine/post'
import { sample, without } from '../../sdk/src/evaluation/sources.js'
import {
  createMechanism,
  makePrivacyPlan,
  PRIVATE_DEFAULTS,
  PRIVATE_DESCENT,
} from '../../sdk/src/privacy/index.js'
import { type GenerationRow, generationTable } from './generation-table.js'

/** DBpedia's own names of the classes that the shipped articles have. */
const NAMES = {
  company: 'Company',
  school: 'Educational Institution',
  player: 'Athlete',
  building: 'Building',
  plant: 'Plant',
  film: 'Film',
}

const DATA = join(import.meta.dirname, '../../examples/data/dbpedia')
const { values: flags } = parseArgs({
  options: {
    out: { type: 'string' },
    model: { type: 'string', default: join(import.meta.dirname, '../../examples/reviews-gpt2') },
    private: { type: 'string', default: join(DATA, 'private.tsv') },
    test: { type: 'string', default: join(DATA, 'test.tsv') },
    public: { type: 'string', default: join(DATA, 'public.txt') },
    distil: { type: 'string', default: join(DATA, 'distil.txt') },
    template: { type: 'string', default: '{text}\\nTopic:' },
    answers: { type: 'string', default: JSON.stringify(NAMES) },
    'answer-tokens': { type: 'string', default: '8' },
    stop: { type: 'string' },
    header: { type: 'string', default: 'true' },
    quotes: { type: 'string', default: 'true' },
    initialisation: { type: 'string' },
    'test-limit': { type: 'string', default: '100000' },
    layers: { type: 'string', default: '2' },
    seeds: { type: 'string', default: '1' },
    epsilon: { type: 'string' },
    'distil-steps': { type: 'string', default: '200' },
    'distil-rate': { type: 'string', default: '6e-3' },
    'virtual-tokens': { type: 'string', default: '20' },
    'tune-steps': { type: 'string', default: '300' },
    'tune-rate': { type: 'string', default: '5e-2' },
    'transfer-steps': { type: 'string', default: '300' },
    'transfer-rate': { type: 'string', default: '5e-2' },
    alpha: { type: 'string', default: '0.6' },
    omega: { type: 'string', default: '0' },
    texts: { type: 'string', default: '500' },
    'max-tokens': { type: 'string', default: '96' },
    threads: { type: 'string', default: '1' },
  },
})
if (flags.out === undefined) {
  console.error('usage: npm run study:generation -- --out OUT [FLAGS]; see tests/studies/generation.ts')
  process.exit(2)
}
const out = flags.out
const threads = Number(flags.threads)
const maxTokens = Number(flags['max-tokens'])
const answers = JSON.parse(flags.answers) as Record<string, string>
/** A shell gives \n as two characters. */
const unescaped = (text: string): string => text.replaceAll('\\n', '\n')
const task: GenerationTask = {
  template: unescaped(flags.template),
  answers: {
    maxTokens: Number(flags['answer-tokens']),
    ...(flags.stop !== undefined && { stop: unescaped(flags.stop) }),
  },
}

const textOf = ({ text }: Example): string => text
const read = { header: flags.header === 'true', quotes: flags.quotes === 'true' }
const answered = async (path: string): Promise<Example[]> =>
  (await readExamples(path, read)).map(example => ({
    ...example,
    label: answers[example.label!] ?? example.label!,
  }))
const test = sample(await answered(flags.test), textOf, Number(flags['test-limit']))
const privately = without(await answered(flags.private), textOf, test.map(textOf))
const mine = [...test, ...privately].map(textOf)
const plainTexts = async (path: string): Promise<string[]> =>
  path.endsWith('.txt') ? readTexts(path) : (await readExamples(path, read)).map(textOf)
const publicTexts = without(await plainTexts(flags.public), text => text, mine)
const target = await openWorkbench(flags.model)
const seeds = flags.seeds.split(',').map(Number)

await mkdir(out, { recursive: true })
const file = join(out, 'generation.json')
const rows: GenerationRow[] = await readFile(file, 'utf8').then(
  text => JSON.parse(text) as GenerationRow[],
  () => [],
)

/** What is measured once and found again. */
const row = async (
  name: string,
  seed: number | undefined,
  measure: () => Promise<AnswerScores & { note?: string }>,
): Promise<void> => {
  if (rows.some(one => one.name === name && one.seed === seed)) return
  const begun = performance.now()
  const found = await measure()
  const seconds = (performance.now() - begun) / 1000
  rows.push({ name, ...(seed !== undefined && { seed }), ...found, seconds })
  await writeFileAtomic(file, `${JSON.stringify(rows, null, 2)}\n`)
  console.error(
    `${name}${seed === undefined ? '' : `, seed ${seed}`}: exact ${(100 * found.exactMatch).toFixed(1)} %, ROUGE-L ${(100 * found.rougeL).toFixed(1)}, ${seconds.toFixed(0)} s`,
  )
}
const measured = (on: Workbench, prompt?: SoftPrompt<GenerationTask>): Promise<AnswerScores> =>
  evaluateAnswers(on, { examples: test, task, maxTokens, threads, ...(prompt && { prompt }) })

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** A prompt that is made once; its tensor is written last. */
const kept = async (
  name: string,
  on: Workbench,
  make: (checkpointDirectory: string) => Promise<SoftPrompt<GenerationTask>>,
): Promise<SoftPrompt<GenerationTask>> => {
  const folder = join(out, 'prompts', name)
  if (await exists(join(folder, 'adapter_model.safetensors'))) return readGenerationPrompt(folder)
  const prompt = await make(join(out, 'checkpoints', name))
  const { layers, heads, kind } = on.model.config
  await writeSoftPrompt(folder, prompt, { layers, heads, kind })
  return prompt
}

const layers = Number(flags.layers)
const studentFolder = join(out, `student-layers${layers}`)
if (!(await exists(studentFolder))) {
  await distil({
    modelDirectory: flags.model,
    outDirectory: studentFolder,
    texts: without(await plainTexts(flags.distil), text => text, mine),
    layers,
    steps: Number(flags['distil-steps']),
    learningRate: Number(flags['distil-rate']),
    batchTokens: 1024,
    sequenceLength: 128,
    seed: seeds[0]!,
    threads,
    checkpointDirectory: join(out, 'checkpoints', 'student'),
  })
}
const student = await openWorkbench(studentFolder)

/** The answers there are, as a verbalizer's words would be known. */
const namesInWords = `Topics: ${Object.values(answers).join(', ')}. Topic:`
const virtualTokens = Number(flags['virtual-tokens'])
const tuned = (on: Workbench, name: string, seed: number, epsilon?: number) =>
  kept(name, on, async checkpointDirectory => {
    const expectedBatch = Math.min(256, privately.length)
    const plan =
      epsilon === undefined
        ? undefined
        : makePrivacyPlan({
            examples: privately.length,
            steps: PRIVATE_DEFAULTS.steps,
            clip: PRIVATE_DEFAULTS.clip,
            epsilon,
            expectedBatch,
          })
    const { prompt } = await tuneWith(on, {
      task,
      examples: privately,
      virtualTokens,
      steps: Number(flags['tune-steps']),
      learningRate: Number(flags['tune-rate']),
      batchSize: 8,
      maxTokens,
      seed,
      threads,
      initialisation: { kind: 'text', text: flags.initialisation ?? namesInWords },
      checkpointDirectory,
      ...(plan && {
        ...PRIVATE_DESCENT,
        steps: PRIVATE_DEFAULTS.steps,
        batchSize: 16,
        mechanism: createMechanism(plan, privately.length, virtualTokens * on.model.config.width),
        mechanismIdentity: plan,
      }),
    })
    return prompt
  })

const number = (text: string): number | 'auto' => (text === 'auto' ? 'auto' : Number(text))
const transferred = async (prompt: SoftPrompt<GenerationTask>, name: string, seed: number) => {
  let note = ''
  const moved = await kept(name, target, async checkpointDirectory => {
    const result = await transferAnswers(target, student, {
      prompt,
      publicTexts,
      alpha: number(flags.alpha),
      omega: number(flags.omega),
      steps: Number(flags['transfer-steps']),
      learningRate: Number(flags['transfer-rate']),
      texts: Number(flags.texts),
      maxTokens,
      seed,
      threads,
      checkpointDirectory,
    })
    const { publicTexts: used, positions, choice, effect } = result.facts
    note = `${used} public texts, ${positions} positions, ${choice.reason}; ${effect.verdict}`
    return result.prompt
  })
  return { ...(await measured(target, moved)), ...(note !== '' && { note }) }
}

const S = `S (${layers} layers)`
await row('T, zero-shot', undefined, () => measured(target))
for (const seed of seeds) {
  const own = await tuned(student, `student-seed${seed}`, seed)
  await row(`${S}, tuned on the private data`, seed, () => measured(student, own))
  await row(`T, prompt of ${S} used directly`, seed, () => measured(target, own))
  await row(`T, transferred from ${S}`, seed, () => transferred(own, `transferred-seed${seed}`, seed))
  if (flags.epsilon !== undefined) {
    const name = `epsilon ${flags.epsilon}`
    const budget = Number(flags.epsilon)
    const noised = await tuned(student, `student-epsilon${budget}-seed${seed}`, seed, budget)
    await row(`${S}, tuned on the private data, ${name}`, seed, () => measured(student, noised))
    await row(`T, transferred from ${S}, ${name}`, seed, () =>
      transferred(noised, `transferred-epsilon${budget}-seed${seed}`, seed),
    )
  }
  await row('T, tuned on the private data (upper bound)', seed, async () =>
    measured(target, await tuned(target, `target-seed${seed}`, seed)),
  )
}
console.log(generationTable(rows))
console.log(
  `\n${test.length} test texts, ${privately.length} private examples, ${new Set(test.map(({ label }) => label)).size} answers; model ${basename(flags.model)}, template ${JSON.stringify(task.template)}.`,
)
