/**
 * What a file that goes up holds, read from the bytes that go up and not from what they ought to be: every leaf of its
 * JSON, every tensor, every line of metadata.
 * @module
 */
import { decodeMetadata, decodeSafetensors } from '@promptpost/engine/weights'
import type { PromptPart } from '../../client/disk/prompt-folder.js'

/** Longest text or list that is shown whole, in characters; the rest is counted. `--out` has it all. */
const SHOWN = 160

const show = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}… (${text.length} characters)`
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `guarantee.epsilon 8`, one for each leaf. */
const leaves = (value: Record<string, unknown>, path = ''): string[] =>
  Object.entries(value).flatMap(([name, field]) =>
    isPlainObject(field) && Object.keys(field).length > 0
      ? leaves(field, `${path}${name}.`)
      : [`${path}${name} ${show(field)}`],
  )

const tensorsOf = ({ name, bytes }: PromptPart): string[] => {
  const options = { maxBytes: bytes.length, label: name }
  const tensors = [...decodeSafetensors(bytes, options)]
  return [
    ...tensors.map(([tensor, { shape, storage }]) => `${tensor} [${shape.join(', ')}] ${storage}`),
    ...leaves(decodeMetadata(bytes, options), 'metadata '),
  ]
}

const TITLES: Record<PromptPart['field'], string> = {
  adapter_config: 'what PEFT needs to load the prompt',
  adapter_model: 'the prompt itself, tuned on the private data',
  privacy_report: 'what is guaranteed by differential privacy, and what is not',
  task: 'how a text is put to the model and which words answer, and how the prompt was made',
}

/** A title, and then every value the file has. */
export const holdingsOf = (part: PromptPart): { title: string; values: string[] } => ({
  title: TITLES[part.field],
  values:
    part.encoding === 'base64'
      ? tensorsOf(part)
      : leaves(JSON.parse(part.bytes.toString('utf8')) as Record<string, unknown>),
})
