/**
 * The command line of `npm run evaluate`.
 * @module
 */
import { resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { PromptPostError } from '@promptpost/base'
import type { ReadExamplesOptions } from '@promptpost/engine/data'
import { ARM_KINDS, type ArmKind, type DataSource, type EvaluationOptions } from './types.js'

export const USAGE = `usage: npm run evaluate -- --model DIR --private FILE --test FILE --public FILE
         --template T --verbalizer JSON --out DIR

  --verbalizer JSON       label to word or words: '{"bad":["bad"],"good":["good"]}'
  --scoring               mean-probability (default) or mean-logit
  --students 2,4          layers of each student (2)
  --distil-text PATH      file or folder of plain text to distil on (the public texts)
  --epsilon 8,3,1         privacy budgets, or none (8)
  --seeds 1,2             seeds of tuning and transfer (1)
  --arms a,b              measure these only: zero-shot, full, public-labels, student, direct, transferred,
                          pseudo-labels, logit-offset
  --threads N             of ONNX Runtime (OMP_NUM_THREADS, else one per core)
  --device                cpu (default), cuda, webgpu or auto

How files are read; each flag goes for all three, or with private-, test- or public- in front for one:
  --format                jsonl, csv, tsv, parquet or space; by the extension when left out
  --text-column, --label-column, --header false, --quotes, --unescape, --encoding, --label-split
  --labels JSON           new names of labels: '{"0":"bad","1":"good"}'
  --only a,b              keep examples with these labels
  --limit N               use a sample of N

Steps and rates (the engine's defaults when left out):
  --steps N               of tuning and transfer; --tune-steps, --transfer-steps, --private-steps, --distil-steps for one
  --tune-rate, --transfer-rate, --private-rate, --distil-rate
  --virtual-tokens, --max-tokens, --batch-size, --batch-tokens, --sequence-length, --texts
  --alpha and --omega, numbers or auto, as --transfer-steps; --gamma, --beta, --clip, --expected-batch, --delta
  --keep                  which of the model's blocks a student keeps: ends (default), spread, early, or their numbers: 0,10,29
  --positions             share of positions at which a distillation compares logits, up to 1 (1)
  --proxy-share           share of its batches that are read behind a random prompt, 0 to 1 (0)
  --weights               int8 for tuning and transfer on frozen weights of eight bits; accuracies are always float32's`

const FILES = ['private', 'test', 'public'] as const
const READING = [
  'format',
  'text-column',
  'label-column',
  'header',
  'quotes',
  'unescape',
  'encoding',
  'label-split',
  'labels',
  'only',
  'limit',
] as const
const NUMBERS = [
  ...['steps', 'tune-steps', 'transfer-steps', 'private-steps', 'distil-steps'],
  ...['tune-rate', 'transfer-rate', 'private-rate', 'distil-rate', 'virtual-tokens', 'max-tokens'],
  ...['batch-size', 'batch-tokens', 'sequence-length', 'texts', 'gamma', 'beta', 'clip'],
  ...['expected-batch', 'delta', 'threads', 'positions', 'proxy-share'],
] as const
const WORDS = [
  ...['model', 'private', 'test', 'public', 'template', 'verbalizer', 'scoring', 'out', 'students'],
  ...['distil-text', 'epsilon', 'seeds', 'arms', 'device', 'alpha', 'omega', 'keep', 'weights'],
] as const

const KEEPS = ['ends', 'spread', 'early'] as const

const refuse = (flag: string, message: string, value?: unknown): never => {
  throw new PromptPostError('invalid-argument', message, {
    field: `--${flag}`,
    ...(value !== undefined && { value }),
    next: 'See npm run evaluate -- --help.',
  })
}

type Values = Readonly<Record<string, string | undefined>>

const numberOf = (values: Values, flag: string): number | undefined => {
  const text = values[flag]
  if (text === undefined) return undefined
  const value = Number(text)
  return text.trim() !== '' && Number.isFinite(value) ? value : refuse(flag, 'is not a number', text)
}

const orAuto = (values: Values, flag: string): number | 'auto' | undefined =>
  values[flag] === 'auto' ? 'auto' : numberOf(values, flag)

const numbersOf = (values: Values, flag: string): number[] | undefined => {
  const text = values[flag]
  if (text === undefined) return undefined
  if (text === 'none') return []
  return text.split(',').map(part => {
    const value = Number(part)
    return part.trim() !== '' && Number.isFinite(value)
      ? value
      : refuse(flag, 'is not a list of numbers', text)
  })
}

const keepOf = (values: Values) => KEEPS.find(name => name === values.keep) ?? numbersOf(values, 'keep')

const lightOf = ({ weights }: Values): 'int8' | undefined =>
  weights === undefined || weights === 'int8' ? weights : refuse('weights', 'must be int8', weights)

const objectOf = (flag: string, text: string): Record<string, unknown> => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse(flag, 'is not JSON', text)
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : refuse(flag, 'is not a JSON object', text)
}

const switchOf = (flag: string, text: string): boolean =>
  text === 'true' ? true : text === 'false' ? false : refuse(flag, 'must be true or false', text)

const labelsOf = (flag: string, text: string): Record<string, string> => {
  const entries = Object.entries(objectOf(flag, text))
  for (const [, name] of entries)
    if (typeof name !== 'string') refuse(flag, 'must name labels by strings', name)
  return Object.fromEntries(entries) as Record<string, string>
}

const sourceOf = (values: Values, file: (typeof FILES)[number]): DataSource => {
  const of = (name: (typeof READING)[number]): [string, string] | undefined => {
    const flag = values[`${file}-${name}`] === undefined ? name : `${file}-${name}`
    const value = values[flag]
    return value === undefined ? undefined : [flag, value]
  }
  const read: ReadExamplesOptions = {}
  const set = <K extends keyof ReadExamplesOptions>(
    key: K,
    name: (typeof READING)[number],
    parse: (flag: string, text: string) => ReadExamplesOptions[K],
  ): void => {
    const found = of(name)
    if (found) read[key] = parse(...found)
  }
  const text = (_: string, value: string): string => value
  set('format', 'format', text as never)
  set('encoding', 'encoding', text as never)
  set('textColumn', 'text-column', text)
  set('labelColumn', 'label-column', text)
  set('labelSplit', 'label-split', text)
  set('header', 'header', switchOf)
  set('quotes', 'quotes', switchOf)
  set('unescape', 'unescape', switchOf)
  set('labels', 'labels', labelsOf)
  set('only', 'only', (_, list) => list.split(','))
  const limit = of('limit')
  const count = limit && numberOf(values, limit[0])
  if (count !== undefined && !(Number.isSafeInteger(count) && count > 0))
    refuse(limit![0], 'must be a positive whole number', count)
  return { path: resolve(values[file]!), read, ...(count !== undefined && { limit: count }) }
}

const verbalizerOf = (text: string): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(objectOf('verbalizer', text)).map(([label, words]) => {
      const list = typeof words === 'string' ? [words] : words
      const isList = Array.isArray(list) && list.every(word => typeof word === 'string')
      return [label, isList ? (list as string[]) : refuse('verbalizer', 'must hold words', words)]
    }),
  )

const settingsOf = (values: Values): EvaluationOptions['settings'] => {
  const n = (flag: (typeof NUMBERS)[number]) => numberOf(values, flag)
  const steps = n('steps')
  return {
    distil: {
      steps: n('distil-steps'),
      learningRate: n('distil-rate'),
      batchTokens: n('batch-tokens'),
      sequenceLength: n('sequence-length'),
      keep: keepOf(values),
      positions: n('positions'),
      proxyShare: n('proxy-share'),
    },
    tune: {
      virtualTokens: n('virtual-tokens'),
      steps: n('tune-steps') ?? steps,
      batchSize: n('batch-size'),
      learningRate: n('tune-rate'),
    },
    private: {
      steps: n('private-steps'),
      learningRate: n('private-rate'),
      clip: n('clip'),
      expectedBatch: n('expected-batch'),
      delta: n('delta'),
    },
    transfer: {
      alpha: orAuto(values, 'alpha'),
      omega: orAuto(values, 'omega'),
      gamma: n('gamma'),
      steps: orAuto(values, 'transfer-steps') ?? steps,
      learningRate: n('transfer-rate'),
      texts: n('texts'),
    },
    maxTokens: n('max-tokens'),
    beta: n('beta'),
    weights: lightOf(values),
  }
}

const armsOf = (list: string): ArmKind[] =>
  list.split(',').map(name => {
    const kind = ARM_KINDS.find(known => known === name)
    return kind ?? refuse('arms', `must be some of ${ARM_KINDS.join(', ')}`, name)
  })

/** @returns undefined when help is asked for. @throws PromptPostError 'invalid-argument' naming the flag */
export const readFlags = (argv: readonly string[]): EvaluationOptions | undefined => {
  const reading = READING.flatMap(name => [name, ...FILES.map(file => `${file}-${name}`)])
  const options: ParseArgsConfig['options'] = { help: { type: 'boolean' } }
  for (const name of [...WORDS, ...NUMBERS, ...reading]) options[name] = { type: 'string' }
  let parsed: Record<string, unknown>
  try {
    parsed = parseArgs({ args: [...argv], options }).values
  } catch (error) {
    throw new PromptPostError('invalid-argument', (error as Error).message, {
      field: 'command line',
      next: USAGE,
    })
  }
  if (parsed.help) return undefined
  const values = parsed as Values
  for (const flag of ['model', ...FILES, 'template', 'verbalizer', 'out'])
    if (values[flag] === undefined) refuse(flag, 'is missing')
  const { scoring, device } = values
  if (scoring !== undefined && scoring !== 'mean-probability' && scoring !== 'mean-logit')
    return refuse('scoring', 'must be mean-probability or mean-logit', scoring)
  const [students, epsilons, seeds] = ['students', 'epsilon', 'seeds'].map(flag => numbersOf(values, flag))
  return {
    model: resolve(values.model!),
    private: sourceOf(values, 'private'),
    test: sourceOf(values, 'test'),
    public: sourceOf(values, 'public'),
    ...(values['distil-text'] !== undefined && { distilText: resolve(values['distil-text']) }),
    task: {
      // Shells make no newline of \n; templates often need one.
      template: values.template!.replaceAll('\\n', '\n'),
      verbalizer: verbalizerOf(values.verbalizer!),
      ...(scoring && { scoring }),
    },
    out: resolve(values.out!),
    ...(students && { students }),
    ...(epsilons && { epsilons }),
    ...(seeds && { seeds }),
    ...(values.arms !== undefined && { arms: armsOf(values.arms) }),
    ...(values.threads !== undefined && { threads: numberOf(values, 'threads')! }),
    settings: settingsOf(values),
    ...(device !== undefined && { device: device as EvaluationOptions['device'] }),
  }
}
