/**
 * From the start of a process to its first step and to the end of that: tuning, a transfer, an evaluation; and the same by the commands a user
 * types, which end a process of their own besides. Files are warm: each is run once before it counts.
 * @module
 */
import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { keptLayers, type Model, openModel, studentConfig, studentEntries } from '@promptpost/engine/models'
import { readTensor, writeSafetensors } from '@promptpost/engine/weights'
import { median } from './measure.js'

export type StartUpMeasurement = {
  model: string
  rows: { name: string; seconds: number; least: number; most: number }[]
}

const RUNS = 3
const TASK = { template: '{text} It was', verbalizer: { bad: [' terrible'], good: [' great'] } }
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url))

/** Texts of about sixty tokens, all different. */
const TEXTS = Array.from(
  { length: 8 },
  (_, i) =>
    `${'a quiet film about people who wait for a train that never comes, and what they tell each other '.repeat(3)}${i}`,
)

/** Ends at the first step with the seconds since the process began. */
const program = (work: string): string => `
  import { evaluate, openWorkbench, transferWith, tune } from '@promptpost/engine/post'
  const { model, student, texts, task } = JSON.parse(process.env.START_UP)
  const onProgress = ({ stage, step }) => {
    if (stage !== ${JSON.stringify(work === 'transfer' ? 'transfer' : 'tune')} || step < 1) return
    console.log((performance.now() / 1000).toFixed(3))
    process.exit(0)
  }
  const examples = texts.map((text, i) => ({ text, label: i % 2 ? 'good' : 'bad', line: i + 1 }))
  ${
    {
      ready: `
        const admit = async () => {
          console.log((performance.now() / 1000).toFixed(3))
          process.exit(0)
        }
        await tune({ modelDirectory: model, examples, task, steps: 1, admit })`,
      tune: `await tune({ modelDirectory: model, examples, task, steps: 1, onProgress })`,
      evaluate: `await evaluate(await openWorkbench(model), { examples, task }); console.log((performance.now() / 1000).toFixed(3))`,
      transfer: `
        const [target, from] = [await openWorkbench(model), await openWorkbench(student)]
        const width = target.model.config.width
        const prompt = { values: new Float32Array(20 * width).fill(0.01), virtualTokens: 20, width, task, model: from.digest, lineage: {} }
        await transferWith(target, from, { prompt, publicTexts: texts, steps: 1, start: 'prompt', alpha: 0.5, omega: 0, onProgress })`,
    }[work]
  }
`

const run = promisify(execFile)

/** The model's first and last blocks as they are: as long to load as any student of the size. */
const writeStudent = async (teacher: Model, layers: number, directory: string): Promise<void> => {
  const kept = keptLayers(teacher.config.layers, layers)
  const tensors = []
  for (const [name, entry] of studentEntries(teacher, kept))
    tensors.push({
      name,
      shape: entry.shape,
      data: await readTensor(entry),
      storage: entry.storage as 'float32',
    })
  await mkdir(directory)
  await writeSafetensors(join(directory, 'model.safetensors'), tensors, { format: 'pt' })
  await writeFile(join(directory, 'config.json'), JSON.stringify(studentConfig(teacher, kept).raw))
  for (const name of ['tokenizer.json', 'tokenizer_config.json'])
    await copyFile(join(teacher.directory, name), join(directory, name))
}

const firstStep = async (work: string, facts: object): Promise<number> => {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program(work)], {
    cwd: REPOSITORY,
    env: { ...process.env, START_UP: JSON.stringify(facts) },
  })
  return Number(stdout.trim().split('\n').at(-1))
}

const command = async (args: readonly string[]): Promise<number> => {
  const begun = performance.now()
  await run(process.execPath, [join(REPOSITORY, 'sdk/bin/promptpost.js'), ...args], { cwd: REPOSITORY })
  return (performance.now() - begun) / 1000
}

/** @param model a model directory with its tokenizer */
export const measureStartUp = async (model: string): Promise<StartUpMeasurement> => {
  const directory = await mkdtemp(join(tmpdir(), 'promptpost-bench-'))
  try {
    const student = join(directory, 'student')
    await writeStudent(await openModel(model), 2, student)
    const data = join(directory, 'texts.tsv')
    await writeFile(
      data,
      `text\tlabel\n${TEXTS.map((text, i) => `${text}\t${i % 2 ? 'good' : 'bad'}\n`).join('')}`,
    )
    const facts = { model, student, texts: TEXTS, task: TASK }
    const task = ['--template', TASK.template, '--verbalizer', JSON.stringify(TASK.verbalizer)]
    let made = 0
    const ways: [string, () => Promise<number>][] = [
      ['tune: before its first step', () => firstStep('ready', facts)],
      ['tune: first step done', () => firstStep('tune', facts)],
      ['transfer: logits of the texts and first step done', () => firstStep('transfer', facts)],
      ['evaluate: eight texts', () => firstStep('evaluate', facts)],
      [
        'promptpost tune --steps 1, to its end',
        () =>
          command([
            'tune',
            '--student',
            model,
            '--data',
            data,
            ...task,
            '--steps',
            '1',
            '--out',
            join(directory, `prompt-${made++}`),
          ]),
      ],
      [
        'promptpost evaluate-local, to its end',
        () => command(['evaluate-local', '--model', model, '--data', data, ...task]),
      ],
    ]
    const rows: StartUpMeasurement['rows'] = []
    for (const [name, way] of ways) {
      await way()
      const seconds: number[] = []
      for (let i = 0; i < RUNS; i++) seconds.push(await way())
      rows.push({ name, seconds: median(seconds), least: Math.min(...seconds), most: Math.max(...seconds) })
    }
    return { model: basename(model), rows }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
