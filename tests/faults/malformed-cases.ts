/**
 * Two hundred ways to hand the CLI something broken: model files, configurations, tokenizers, data files, prompts,
 * templates and verbalizers. Each case is a folder to spoil and a command to run.
 * @module
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Files a case may spoil; all are fresh copies. */
export type Bench = { model: string; prompt: string; data: string }
export type MalformedCase = {
  name: string
  spoil: (bench: Bench) => void
  command: (bench: Bench) => string[]
}

export const TEMPLATE = '{text} It was'
export const VERBALIZER = '{"bad":["bad"],"good":["good"]}'
const TASK_FLAGS = ['--template', TEMPLATE, '--verbalizer', VERBALIZER]

const predict = ({ model }: Bench) => ['predict-local', '--model', model, ...TASK_FLAGS, '--text', 'a film']
const prompted = ({ model, prompt }: Bench) => [
  'predict-local',
  '--model',
  model,
  '--prompt',
  prompt,
  '--text',
  'a film',
]
const evaluate = ({ model, data }: Bench) => [
  'evaluate-local',
  '--model',
  model,
  ...TASK_FLAGS,
  '--data',
  data,
]

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
const setField = (file: string, field: string, value: unknown) => {
  const parsed = json(file)
  if (value === undefined) delete parsed[field]
  else parsed[field] = value
  writeFileSync(file, JSON.stringify(parsed))
}

const configCases = (): MalformedCase[] => {
  const sizes = ['n_embd', 'n_layer', 'n_head', 'vocab_size', 'n_positions']
  const bad: unknown[] = [0, -1, 1.5, '8', [8], {}, true, 1e12]
  const fields: [string, unknown][] = sizes.flatMap(field =>
    bad.map((value): [string, unknown] => [field, value]),
  )
  fields.push(
    ['model_type', 'gpt3'],
    ['model_type', undefined],
    ['model_type', 7],
    ['activation_function', 'swish2'],
    ['activation_function', 3],
    ['layer_norm_epsilon', 0],
    ['layer_norm_epsilon', 'small'],
    ['tie_word_embeddings', 'yes'],
    ['scale_attn_weights', false],
    ['add_cross_attention', true],
    ['quantization_config', { bits: 4 }],
    ['n_embd', 255],
    ['n_embd', 128],
    ['n_head', 7],
    ['n_layer', 9],
    ['n_layer', 4],
    ['vocab_size', 8191],
    ['n_positions', 1024],
    ['n_inner', 512],
    ['tie_word_embeddings', false],
  )
  return fields.map(([field, value]) => ({
    name: `config.json: ${field} = ${JSON.stringify(value)}`,
    spoil: ({ model }) => setField(join(model, 'config.json'), field, value),
    command: predict,
  }))
}

const writeCases = (
  label: string,
  fileOf: (bench: Bench) => string,
  contents: readonly string[],
  command: MalformedCase['command'],
): MalformedCase[] =>
  contents.map((content, i) => ({
    name: `${label} #${i}: ${JSON.stringify(content.slice(0, 30))}`,
    spoil: bench => writeFileSync(fileOf(bench), content),
    command,
  }))

const NOT_JSON = ['', '{', '[]', 'null', '"text"', '{"a":}', '\u0000', '{} trailing', '7', '{"model_type"']

/** Changes bytes of a file. */
const edit = (file: string, change: (bytes: Buffer) => Buffer) =>
  writeFileSync(file, change(readFileSync(file)))
const withHeader = (bytes: Buffer, header: string): Buffer => {
  const length = Number(bytes.readBigUInt64LE(0))
  const size = Buffer.alloc(8)
  size.writeBigUInt64LE(BigInt(Buffer.byteLength(header)))
  return Buffer.concat([size, Buffer.from(header), bytes.subarray(8 + length)])
}
const headerOf = (bytes: Buffer) => bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE(0)))

const safetensorsCases = (
  label: string,
  fileOf: (bench: Bench) => string,
  command: MalformedCase['command'],
  tensor: string,
): MalformedCase[] => {
  const changes: Record<string, (bytes: Buffer) => Buffer> = {
    'cut to nothing': () => Buffer.alloc(0),
    'cut to 7 bytes': bytes => bytes.subarray(0, 7),
    'cut in the header': bytes => bytes.subarray(0, 40),
    'cut before the data': bytes => bytes.subarray(0, 8 + Number(bytes.readBigUInt64LE(0))),
    'one byte short': bytes => bytes.subarray(0, -1),
    'one byte long': bytes => Buffer.concat([bytes, Buffer.from([0])]),
    'header length 2^63': bytes => Buffer.concat([Buffer.from('ffffffffffffff7f', 'hex'), bytes.subarray(8)]),
    'header length 0': bytes => Buffer.concat([Buffer.alloc(8), bytes.subarray(8)]),
    'header not JSON': bytes => withHeader(bytes, 'hello'),
    'header a list': bytes => withHeader(bytes, '[]'),
    'header empty': bytes => withHeader(bytes, '{}'),
    'unknown dtype': bytes => withHeader(bytes, headerOf(bytes).replace(/"dtype":"\w+"/, '"dtype":"F99"')),
    'wrong shape': bytes => withHeader(bytes, headerOf(bytes).replace(/"shape":\[\d+/, '"shape":[3')),
    'negative shape': bytes => withHeader(bytes, headerOf(bytes).replace(/"shape":\[\d+/, '"shape":[-1')),
    'huge shape': bytes =>
      withHeader(bytes, headerOf(bytes).replace(/"shape":\[\d+/, '"shape":[9007199254740991')),
    'a hole': bytes =>
      withHeader(bytes, headerOf(bytes).replace(/"data_offsets":\[\d+/g, '"data_offsets":[4')),

    'offsets reversed': bytes =>
      withHeader(bytes, headerOf(bytes).replace(/"data_offsets":\[(\d+),(\d+)\]/, '"data_offsets":[$2,$1]')),
    'a tensor renamed': bytes => withHeader(bytes, headerOf(bytes).replace(tensor, `${tensor}x`)),
    'a pickle': () => Buffer.from('80027d71002e', 'hex'),
    'a zip': () => Buffer.from('504b0304140000000000', 'hex'),
  }
  return Object.entries(changes).map(([name, change]) => ({
    name: `${label}: ${name}`,
    spoil: bench => edit(fileOf(bench), change),
    command,
  }))
}

const tokenizerCases = (): MalformedCase[] => {
  const file = ({ model }: Bench) => join(model, 'tokenizer.json')
  const edits: [string, (file: string) => void][] = [
    ['gone', path => rmSync(path)],
    ['no model', path => setField(path, 'model', undefined)],
    ['model null', path => setField(path, 'model', null)],
    ['unknown model type', path => setField(path, 'model', { type: 'Magic' })],
    ['no vocabulary', path => setField(path, 'model', { type: 'BPE', merges: [] })],
    ['vocabulary a list', path => setField(path, 'model', { type: 'BPE', vocab: [], merges: [] })],
    ['added tokens a string', path => setField(path, 'added_tokens', 'all')],
    ['unknown pre-tokenizer', path => setField(path, 'pre_tokenizer', { type: 'Magic' })],
  ]
  const changed = edits.map(([name, change]) => ({
    name: `tokenizer.json: ${name}`,
    spoil: (bench: Bench) => change(file(bench)),
    command: predict,
  }))
  return [...changed, ...writeCases('tokenizer.json', file, NOT_JSON, predict)]
}

const dataCases = (): MalformedCase[] => {
  const contents = [
    '',
    'text\tlabel\n',
    'text\n',
    'a\tb\nx\ty\n',
    'text\tlabel\nx\n',
    'text\tlabel\nx\tugly\n',
    'text\tlabel\nx\t\n',
    'text\tlabel\na\0b\tgood\n',
    'text\tlabel\nx\tgood\textra\n',
    `text\tlabel\n${'x'.repeat(2_000_000)}\tgood\n`,
    'label\ngood\n',
    'text\tlabel\nfine\tgood\nx\tGood\n',
  ]
  const invalidUtf8 = Buffer.from('text\tlabel\n\xff\xfe\tgood\n', 'latin1')
  return [
    ...writeCases('data', ({ data }) => data, contents, evaluate),
    { name: 'data: invalid UTF-8', spoil: ({ data }) => writeFileSync(data, invalidUtf8), command: evaluate },
    { name: 'data: gone', spoil: ({ data }) => rmSync(data), command: evaluate },
    {
      name: 'data: a folder',
      spoil: () => {},
      command: bench => [...evaluate(bench).slice(0, -1), bench.model],
    },
    {
      name: 'data: unknown extension',
      spoil: () => {},
      command: bench => [...evaluate(bench).slice(0, -1), join(bench.model, 'config.json')],
    },
  ]
}

const promptCases = (): MalformedCase[] => {
  const adapter = ({ prompt }: Bench) => join(prompt, 'adapter_config.json')
  const task = ({ prompt }: Bench) => join(prompt, 'task.json')
  const set = (
    label: string,
    fileOf: (bench: Bench) => string,
    field: string,
    value: unknown,
  ): MalformedCase => ({
    name: `${label}: ${field} = ${JSON.stringify(value)}`,
    spoil: bench => setField(fileOf(bench), field, value),
    command: prompted,
  })
  return [
    ...safetensorsCases(
      'prompt',
      ({ prompt }) => join(prompt, 'adapter_model.safetensors'),
      prompted,
      'prompt_embeddings',
    ),
    ...writeCases('adapter_config.json', adapter, NOT_JSON, prompted),
    ...writeCases('task.json', task, NOT_JSON, prompted),
    set('adapter_config.json', adapter, 'peft_type', 'LORA'),
    set('adapter_config.json', adapter, 'num_virtual_tokens', 99),
    set('task.json', task, 'template', undefined),
    set('task.json', task, 'template', 'no place for text'),
    set('task.json', task, 'verbalizer', undefined),
    set('task.json', task, 'verbalizer', { bad: 'bad' }),
    set('task.json', task, 'verbalizer', { bad: [] }),
    set('task.json', task, 'scoring', 'best'),
    set('task.json', task, 'model', 'another'),
    set('task.json', task, 'model', 7),
  ]
}

const wordingCases = (): MalformedCase[] => {
  const templates = [
    '',
    'no text',
    '{text}{text}',
    '{text} <mask>',
    'x'.repeat(5000),
    '{text}\0',
    '{Text} It was',
  ]
  const verbalizers = [
    '',
    '{',
    '[]',
    '{}',
    '{"a":["bad"]}',
    '{"a":[],"b":["good"]}',
    '{"a":["bad"],"b":["bad"]}',
    '{"a":["incomprehensibility"],"b":["good"]}',
    '{"a":[7],"b":["good"]}',
    '{"a":[""],"b":["good"]}',
    '{"":["bad"],"b":["good"]}',
    '/nowhere/verbalizer.json',
  ]
  const run =
    (template: string, verbalizer: string) =>
    ({ model }: Bench) => [
      'predict-local',
      '--model',
      model,
      '--template',
      template,
      '--verbalizer',
      verbalizer,
      '--text',
      'a film',
    ]
  return [
    ...templates.map(template => ({
      name: `template ${JSON.stringify(template.slice(0, 20))}`,
      spoil: () => {},
      command: run(template, VERBALIZER),
    })),
    ...verbalizers.map(verbalizer => ({
      name: `verbalizer ${verbalizer}`,
      spoil: () => {},
      command: run(TEMPLATE, verbalizer),
    })),
  ].filter(({ name }) => !name.includes('\\u0000'))
}

export const malformedCases = (): MalformedCase[] => [
  ...configCases(),
  ...writeCases('config.json', ({ model }) => join(model, 'config.json'), NOT_JSON, predict),
  ...safetensorsCases(
    'weights',
    ({ model }) => join(model, 'model.safetensors'),
    predict,
    'transformer.wte.weight',
  ),
  ...tokenizerCases(),
  ...writeCases(
    'tokenizer_config.json',
    ({ model }) => join(model, 'tokenizer_config.json'),
    NOT_JSON,
    predict,
  ),
  ...dataCases(),
  ...promptCases(),
  ...wordingCases(),
]
