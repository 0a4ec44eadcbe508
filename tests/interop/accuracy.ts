/**
 * `npm run interop:accuracy -- PYTHON FLAGS`: accuracy of an evaluation's prompts as transformers and PEFT compute it, beside ours. The
 * flags are those of `npm run evaluate`, whose out folder holds students and prompts; an arm that was not measured is left out. For
 * maintainers: PYTHON has torch, transformers and peft. Fails where an accuracy differs by more than 0.2 points.
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkbench, predictWith, readSoftPrompt } from '@promptpost/engine/post'
import { encodeForReadout, parseTemplate, resolveVerbalizer } from '@promptpost/engine/text'
import { armId, armName } from '../../sdk/src/evaluation/plan.js'
import type { Arm } from '../../sdk/src/evaluation/types.js'
import { openStudy } from '../studies/study.js'

/** Points of accuracy. */
const MOST_APART = 0.2

const [python, ...args] = process.argv.slice(2)
if (!python || python.startsWith('-')) {
  console.error('usage: npm run interop:accuracy -- PYTHON FLAGS   (see npm run evaluate -- --help)')
  process.exit(2)
}
const { students, seeds, out, task, settings, sources, compute, target } = await openStudy(
  'interop:accuracy',
  args,
)
const { maxTokens } = settings
const { tokenizer, model } = target
const template = parseTemplate(task.template)
const { labels, tokenIds } = resolveVerbalizer(tokenizer, task.verbalizer)

const placeOf = (arm: Arm) => ({
  arm,
  name: seeds.length > 1 && arm.seed !== undefined ? `${armName(arm)}, seed ${arm.seed}` : armName(arm),
  prompt:
    arm.kind === 'zero-shot'
      ? null
      : join(out, 'prompts', armId(arm.kind === 'direct' ? { ...arm, kind: 'student' } : arm)),
  model: arm.kind === 'student' ? join(out, 'students', `layers${arm.student}`) : model.directory,
})
const arms = [
  placeOf({ kind: 'zero-shot' }),
  ...seeds.flatMap(seed => [
    placeOf({ kind: 'full', seed }),
    ...students.flatMap(student =>
      (['student', 'direct', 'transferred'] as const).map(kind => placeOf({ kind, student, seed })),
    ),
  ]),
].filter(({ prompt }) => prompt === null || existsSync(join(prompt, 'adapter_model.safetensors')))

const rows = sources.test.map(({ text }) => {
  const { ids } = encodeForReadout(tokenizer, template, text, { maxTokens, kind: model.config.kind })
  const rendered = task.template.replace('{text}', () => text)
  // A text that was cut is given as ids alone.
  return { ids, text: tokenizer.encode(rendered).length === ids.length ? rendered : null }
})
const folder = mkdtempSync(join(tmpdir(), 'promptpost-accuracy-'))
try {
  const [asked, answered] = [join(folder, 'case.json'), join(folder, 'answers.json')]
  writeFileSync(
    asked,
    JSON.stringify({
      ...{ arms, rows, columns: tokenIds.flat(), wordCounts: tokenIds.map(words => words.length) },
      ...{ scoring: task.scoring ?? 'mean-probability', threads: compute.threads ?? 2 },
    }),
  )
  const script = join(import.meta.dirname, 'accuracy.py')
  const { status } = spawnSync(python, [script, asked, answered], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
  const theirs = JSON.parse(readFileSync(answered, 'utf8')) as Record<string, number[]>
  const percentOf = (chosen: readonly number[]): number =>
    (100 * chosen.filter((choice, i) => labels[choice] === sources.test[i]!.label).length) / chosen.length
  console.log(
    `| ${rows.length} test texts | ours % | transformers and PEFT % | apart | answers that differ |\n|---|---:|---:|---:|---:|`,
  )
  for (const { name, prompt, model: directory } of arms) {
    const predictions = await predictWith(await openWorkbench(directory), {
      texts: sources.test.map(({ text }) => text),
      ...{ task, maxTokens },
      ...(prompt !== null && { prompt: await readSoftPrompt(prompt) }),
      ...compute,
    })
    const ours = predictions.map(({ label }) => labels.indexOf(label))
    const [a, b] = [percentOf(ours), percentOf(theirs[name]!)]
    const differ = ours.filter((choice, i) => choice !== theirs[name]![i]).length
    console.log(`| ${name} | ${a.toFixed(2)} | ${b.toFixed(2)} | ${Math.abs(a - b).toFixed(2)} | ${differ} |`)
    if (Math.abs(a - b) > MOST_APART) process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
