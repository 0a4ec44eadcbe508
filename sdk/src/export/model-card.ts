/**
 * The README.md of an exported PEFT folder: what the prompt is for, how it is loaded, what is known of its data.
 * @module
 */
import { upward } from '../privacy/figures.js'
import type { PromptToExport } from './source.js'

/** A Markdown code span that its content cannot end: a fence longer than any run of backticks in it. */
const code = (text: string): string => {
  const runs = (text.match(/`+/g) ?? []).map(run => run.length)
  const fence = '`'.repeat(Math.max(0, ...runs) + 1)
  return `${fence} ${text.replace(/\s+/g, ' ')} ${fence}`
}

const privacyOf = ({ report, claim }: PromptToExport): string => {
  if (!report) return 'Tuned without differential privacy: it may reveal some of the data it was tuned on.'
  const guarantee = claim
    ? `Differentially private with epsilon <= ${upward(claim.epsilon)} at delta = ${claim.delta}. `
    : ''
  return `${guarantee}privacy-report.json says what is guaranteed, for what, and what is not covered.`
}

const loading = ({ kind, baseModel }: PromptToExport): string => {
  const model = kind === 'causal' ? 'AutoModelForCausalLM' : 'AutoModelForMaskedLM'
  return [
    '```python',
    'from peft import PeftModel',
    `from transformers import ${model}`,
    '',
    `base = ${model}.from_pretrained(${JSON.stringify(baseModel ?? 'MODEL')})`,
    'model = PeftModel.from_pretrained(base, "this folder")',
    '```',
  ].join('\n')
}

/** YAML strings are written as JSON, which YAML 1.2 holds. */
const frontMatter = ({ kind, baseModel }: PromptToExport): string =>
  [
    '---',
    ...(baseModel === undefined ? [] : [`base_model: ${JSON.stringify(baseModel)}`]),
    'library_name: peft',
    ...(kind === 'causal' ? ['pipeline_tag: text-generation'] : []),
    'tags: ["prompt-tuning", "promptpost"]',
    '---',
  ].join('\n')

/** Markdown with the front matter of the Hugging Face Hub. */
export const modelCard = (source: PromptToExport): string => {
  const { prompt, baseModel } = source
  const classes = Object.entries(prompt.task.verbalizer).map(
    ([label, words]) => `- ${code(label)}: ${words.map(code).join(', ')}`,
  )
  return `${[
    frontMatter(source),
    `# A soft prompt of ${prompt.virtualTokens} virtual tokens`,
    `Width ${prompt.width}, for ${baseModel === undefined ? 'the model' : code(baseModel)} whose configuration and weights have the digest ${code(prompt.model)}. It works on that model only.`,
    '## Use',
    `It stands before a text in the template ${code(prompt.task.template)}. The answer is read from the next token's probabilities, over these words:`,
    classes.join('\n'),
    loading(source),
    '## Data',
    privacyOf(source),
  ].join('\n\n')}\n`
}
