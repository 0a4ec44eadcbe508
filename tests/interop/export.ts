/**
 * `npm run interop:export -- PYTHON`: tunes a prompt for a few steps, exports it to every format, and has the real NumPy,
 * PyTorch, transformers and PEFT load each export and compare values and logits with ours. For maintainers;
 * docs/results/export.txt holds its last output.
 * @module
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkbench, readoutLogits, tuneWith, writeSoftPrompt } from '@promptpost/engine/post'
import { encodeForReadout, parseTemplate } from '@promptpost/engine/text'
import { EXPORT_FORMATS, exportPrompt } from 'promptpost/export'

const MODEL = join(import.meta.dirname, '../../examples/reviews-gpt2')
const TEXTS = [
  'a charming and often affecting journey .',
  'The plot — if any — is thin; 2/10 <br />',
  'stocks fell on friday',
]
const task = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }

const python = process.argv[2]
if (!python) {
  console.error(
    'usage: npm run interop:export -- PYTHON   (a Python with numpy, torch, transformers and peft)',
  )
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'promptpost-export-'))
try {
  const workbench = await openWorkbench(MODEL)
  const { model, tokenizer } = workbench
  const examples = TEXTS.map((text, i) => ({ text, label: i === 0 ? 'good' : 'bad', line: i + 1 }))
  const { prompt } = await tuneWith(workbench, { examples, task, virtualTokens: 5, steps: 3, batchSize: 3 })
  const { layers, heads, kind, vocabularySize } = model.config
  const source = join(folder, 'prompt')
  await writeSoftPrompt(source, prompt, { layers, heads, kind })
  const out = (name: string): string => join(folder, name)
  for (const to of EXPORT_FORMATS)
    await exportPrompt({
      folder: source,
      to,
      out: out(to),
      ...(to === 'peft' && { baseModel: MODEL }),
      ...(to === 'trtllm' && { vocabularySize }),
    })
  await exportPrompt({ folder: source, to: 'vllm', out: out('vllm-half'), dtype: 'float16' })
  const template = parseTemplate(task.template)
  const encoded = TEXTS.map(text => encodeForReadout(tokenizer, template, text, { maxTokens: 128, kind }))
  const logits = await readoutLogits({ model, encoded, prompt, stage: 'prompted' })
  const file = out('case.json')
  writeFileSync(
    file,
    JSON.stringify({
      model: MODEL,
      folder,
      shape: [prompt.virtualTokens, prompt.width],
      values: Array.from(prompt.values),
      rows: encoded.map(({ ids }, i) => ({
        ids,
        logits: Array.from(logits.subarray(i * vocabularySize, (i + 1) * vocabularySize)),
      })),
    }),
  )
  process.exitCode =
    spawnSync(python, [join(import.meta.dirname, 'export.py'), file], { stdio: 'inherit' }).status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
