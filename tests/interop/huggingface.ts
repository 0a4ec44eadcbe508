/**
 * `npm run interop -- PYTHON`: distils a student and tunes a prompt for a few steps, then has the real transformers and
 * PEFT load both and compares their logits with ours. For maintainers; docs/results/interop.txt holds its last output.
 * @module
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  distil,
  openWorkbench,
  readoutLogits,
  tuneWith,
  type Workbench,
  writeSoftPrompt,
} from '@promptpost/engine/post'
import { encodeForReadout, parseTemplate } from '@promptpost/engine/text'

const TEACHER = join(import.meta.dirname, '../../examples/reviews-gpt2')
const TEXTS = [
  'a charming and often affecting journey .',
  'The plot — if any — is thin; 2/10 <br />',
  'stocks fell on friday',
]
const task = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }

const rowsOf = async (workbench: Workbench, prompt?: { values: Float32Array; virtualTokens: number }) => {
  const template = parseTemplate(task.template)
  const encoded = TEXTS.map(text =>
    encodeForReadout(workbench.tokenizer, template, text, { maxTokens: 128, kind: 'causal' }),
  )
  const { model } = workbench
  const size = model.config.vocabularySize
  const plain = await readoutLogits({ model, encoded, stage: 'plain' })
  const prompted = prompt && (await readoutLogits({ model, encoded, prompt, stage: 'prompted' }))
  const row = (logits: Float32Array, i: number) => Array.from(logits.subarray(i * size, (i + 1) * size))
  return TEXTS.map((text, i) => ({
    text: task.template.replace('{text}', text),
    ids: encoded[i]!.ids,
    plain: row(plain, i),
    ...(prompted && { prompted: row(prompted, i) }),
  }))
}

const python = process.argv[2]
if (!python) {
  console.error('usage: npm run interop -- PYTHON   (a Python with torch, transformers and peft)')
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'promptpost-interop-'))
try {
  const directory = join(folder, 'student')
  await distil({
    modelDirectory: TEACHER,
    outDirectory: directory,
    texts: TEXTS,
    layers: 3,
    steps: 3,
    batchTokens: 64,
  })
  const student = await openWorkbench(directory)
  const examples = TEXTS.map((text, i) => ({ text, label: i === 0 ? 'good' : 'bad', line: i + 1 }))
  const { prompt } = await tuneWith(student, { examples, task, virtualTokens: 5, steps: 3, batchSize: 3 })
  const { layers, heads, kind } = student.model.config
  await writeSoftPrompt(join(folder, 'prompt'), prompt, { layers, heads, kind })
  const teacher = await openWorkbench(TEACHER)
  const file = join(folder, 'case.json')
  writeFileSync(
    file,
    JSON.stringify({
      teacher: { directory: TEACHER, rows: await rowsOf(teacher) },
      student: { directory, rows: await rowsOf(student, prompt) },
      prompt: join(folder, 'prompt'),
    }),
  )
  process.exitCode =
    spawnSync(python, [join(import.meta.dirname, 'huggingface.py'), file], { stdio: 'inherit' }).status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
