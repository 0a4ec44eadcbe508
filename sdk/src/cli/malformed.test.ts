/**
 * Inputs that cannot be used: each a clear error that names the place, shows no text, and leaves nothing behind.
 * @module
 */
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { newFolder, PRIVATE_TEXT, runCli, STUDENT, tuneArgs, writeData } from './cli.test.support.js'

const list = async (folder: string): Promise<string[]> => (await readdir(folder, { recursive: true })).sort()

/** Runs it and checks what holds of every refusal. */
const refuses = async (folder: string, args: string[], says: RegExp, code = 2): Promise<void> => {
  const before = await list(folder)
  const outcome = await runCli(args, { cwd: folder })
  expect(outcome.stderr).toMatch(says)
  expect(outcome.code).toBe(code)
  expect(outcome.stdout).toBe('')
  expect(outcome.stderr).not.toContain(PRIVATE_TEXT)
  expect(outcome.stderr).not.toMatch(/^\s+at /m)
  expect(await list(folder)).toEqual(before)
}

describe.concurrent('tune refuses data', () => {
  const line = `{"text": "${PRIVATE_TEXT}", "label": "0"}`
  const cases: [
    name: string,
    file: string,
    content: string | Buffer | undefined,
    says: RegExp,
    flags?: string[],
  ][] = [
    ['that is not there', 'no.tsv', undefined, /no\.tsv: was not found/],
    ['of no known format', 'data.xyz', line, /no known format.*--format/],
    ['without rows', 'data.jsonl', '\n\n', /data\.jsonl: has no rows/],
    ['that is not JSON', 'data.jsonl', `${line}\n${PRIVATE_TEXT}\n`, /data\.jsonl:2.*not valid JSON/],
    ['that is cut off', 'data.jsonl', line.slice(0, -3), /data\.jsonl:1.*not valid JSON/],
    ['of JSON lists', 'data.jsonl', `["${PRIVATE_TEXT}"]`, /data\.jsonl:1: is not a JSON object/],
    [
      'without the text column',
      'data.jsonl',
      '{"sentence": "x", "label": 0}',
      /no column "text".*--text-column/,
    ],
    ['whose text is a number', 'data.jsonl', '{"text": 5, "label": 0}', /:1: column "text": is not a string/],
    ['without labels', 'data.jsonl', `{"text": "${PRIVATE_TEXT}"}`, /has no label.*--label-column/],
    ['with an empty label', 'data.tsv', `text\tlabel\n${PRIVATE_TEXT}\t\n`, /data\.tsv:2.*empty label/],
    [
      'with an unknown label',
      'data.tsv',
      `text\tlabel\nx\t${PRIVATE_TEXT}\n`,
      /verbalizer lacks.*"0", "1".*--label-map/,
    ],
    ['with too many cells', 'data.tsv', `text\tlabel\n${PRIVATE_TEXT}\t0\tmore\n`, /data\.tsv:2/],
    ['with an open quote', 'data.csv', `text,label\n"${PRIVATE_TEXT},0\n`, /data\.csv/],
    ['that is not UTF-8', 'data.tsv', Buffer.from([0x74, 0xff, 0xfe, 0x0a]), /not valid UTF-8/],
    ['with a NUL', 'data.tsv', `text\tlabel\n${PRIVATE_TEXT}\0\t0\n`, /data\.tsv:2.*NUL/],
    ['that is no Parquet', 'data.parquet', PRIVATE_TEXT, /data\.parquet/],
    [
      'of the wrong columns',
      'data.tsv',
      `${PRIVATE_TEXT}\t0\n`,
      /has no column "text"; the first line has 2/,
    ],
  ]
  it.each(cases)('%s', async (_, name, content, says, flags = []) => {
    const folder = await newFolder()
    if (content !== undefined) await writeFile(join(folder, name), content)
    await refuses(folder, tuneArgs(name, 'out', ...flags), says)
  })
})

describe.concurrent('tune refuses', () => {
  const cases: [name: string, flags: string[], says: RegExp, code?: number][] = [
    ['a template without a text', ['--template', 'It was'], /template: /],
    ['a template with two texts', ['--template', '{text} {text}'], /template: /],
    ['an empty template', ['--template', ''], /template: /],
    ['a verbalizer that is no JSON', ['--verbalizer', '{"0": '], /--verbalizer: is not a JSON object/],
    ['a verbalizer file that is not there', ['--verbalizer', 'no.json'], /--verbalizer: is neither/],
    [
      'a verbalizer file that is no JSON',
      ['--verbalizer', 'bad.json'],
      /--verbalizer: bad\.json is not a JSON/,
    ],
    ['only one class, behind a byte order mark', ['--verbalizer', 'mark.json'], /needs two classes/],
    ['a verbalizer of one class', ['--verbalizer', '{"0": "bad"}'], /--verbalizer: needs two classes/],
    ['a class without words', ['--verbalizer', '{"0": [], "1": "good"}'], /--verbalizer 0: must be/],
    ['a class that is a number', ['--verbalizer', '{"0": 5, "1": "good"}'], /--verbalizer 0: must be/],
    [
      'a word of many tokens',
      ['--verbalizer', '{"0": "antidisestablishmentarian", "1": "good"}'],
      /--verbalizer 0: has a word of .* single token of this model\.\n/,
    ],
    ['one word for two classes', ['--verbalizer', '{"0": "good", "1": "good"}'], /verbalizer/],
    ['a label map that is no JSON', ['--label-map', 'x'], /--label-map: is not a JSON object/],
    ['a label map to numbers', ['--label-map', '{"a": 1}'], /--label-map a: must be a string/],
    ['no steps', ['--steps', '0'], /--steps: must be a whole number/],
    ['a learning rate of nothing', ['--learning-rate', ' '], /--learning-rate: must be a number above 0/],
    ['a seed below zero', ['--seed', '-1'], /--seed: must be a whole number/],
    ['a prompt as long as the model', ['--virtual-tokens', '512'], /--virtual-tokens: leaves no room/],
    ['a budget of nothing', ['--epsilon', '0'], /--epsilon: must be a number above 0/],
    [
      'users of too many records',
      ['--epsilon', '3', '--records-per-user', '100000'],
      /--records-per-user: must be a whole number from 1 to 256 \(got 100000\)/,
    ],
    ['privacy without a budget', ['--delta', '1e-5'], /--epsilon: is missing/, 5],
    [
      'a delta that protects nobody',
      ['--epsilon', '3', '--delta', '0.5'],
      /--delta: must be less than 1 over/,
      5,
    ],
    ['more than all examples a step', ['--epsilon', '3', '--expected-batch', '999'], /--expected-batch/],
    ['a student that is not there', ['--student', 'nowhere'], /nowhere/, 4],
    ['a folder that exists', ['--out', 'taken'], /--out: exists already/],
  ]
  it.each(cases)('%s', async (_, flags, says, code) => {
    const folder = await newFolder()
    await mkdir(join(folder, 'taken'))
    await writeFile(join(folder, 'bad.json'), '{"0": ')
    await writeFile(join(folder, 'mark.json'), '\ufeff{"0": "bad"}')
    await refuses(folder, tuneArgs(await writeData(folder), 'out', ...flags), says, code)
  })
})

/** A copy of the model, links but for the file that a case changes. */
const brokenModel = async (
  folder: string,
  name: string,
  content: string | Buffer | undefined,
): Promise<void> => {
  await mkdir(join(folder, 'model'))
  for (const file of ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'])
    if (file !== name) await symlink(join(STUDENT, file), join(folder, 'model', file))
  if (content !== undefined) await writeFile(join(folder, 'model', name), content)
}

describe.concurrent('predict-local refuses a model', () => {
  const cases: [name: string, file: string, content: string | undefined, says: RegExp, code?: number][] = [
    ['without config.json', 'config.json', undefined, /config\.json/, 4],
    ['whose config is no JSON', 'config.json', '{', /config\.json/],
    ['of an unknown family', 'config.json', '{"model_type": "mamba"}', /mamba/],
    ['without weights', 'model.safetensors', undefined, /safetensors/],
    ['whose weights are cut off', 'model.safetensors', 'abc', /model\.safetensors/],
    ['without a tokenizer', 'tokenizer.json', undefined, /tokenizer\.json/],
    ['whose tokenizer is no JSON', 'tokenizer.json', 'nope', /tokenizer\.json/],
  ]
  it.each(cases)('%s', async (_, name, content, says, code) => {
    const folder = await newFolder()
    await brokenModel(folder, name, content)
    const task = ['--template', '{text} It was', '--verbalizer', '{"0": "bad", "1": "good"}']
    await refuses(folder, ['predict-local', '--model', 'model', ...task, '--text', PRIVATE_TEXT], says, code)
  })
})

/** What the engine makes prompts for, and the commands do not take. */
const GENERATION_TASK = JSON.stringify({
  template: '{text} It was',
  answers: { maxTokens: 4 },
  model: '0'.repeat(64),
})

describe('a prompt', () => {
  let prompt: Record<string, Buffer>
  beforeAll(async () => {
    const folder = await newFolder()
    const { code } = await runCli(tuneArgs(await writeData(folder), join(folder, 'prompt')))
    expect(code).toBe(0)
    const names = await readdir(join(folder, 'prompt'))
    const contents = names.map(async name => [name, await readFile(join(folder, 'prompt', name))] as const)
    prompt = Object.fromEntries(await Promise.all(contents))
  }, 120_000)

  const cases: [name: string, file: string, content: string | undefined, says: RegExp][] = [
    ['without adapter_config.json', 'adapter_config.json', undefined, /adapter_config\.json/],
    ['of another kind', 'adapter_config.json', '{"peft_type": "LORA"}', /peft_type is not PROMPT_TUNING/],
    ['without task.json', 'task.json', undefined, /task\.json/],
    ['whose task has no template', 'task.json', '{}', /template must be a string/],
    ['of answers of several tokens', 'task.json', GENERATION_TASK, /task\.json: is of a task with answers/],
    ['without its tensor', 'adapter_model.safetensors', undefined, /adapter_model\.safetensors/],
    ['whose tensor is a pickle', 'adapter_model.safetensors', '\x80\x04pickle', /adapter_model\.safetensors/],
  ]
  describe.each(cases)('%s', (_, name, content, says) => {
    it.each([
      ['upload', ['prompts', 'upload', 'prompt', '--student', 'stu_1']],
      ['explain-upload', ['explain-upload', 'prompt']],
      ['predict-local', ['predict-local', '--model', STUDENT, '--prompt', 'prompt', '--text', PRIVATE_TEXT]],
    ])('is refused by %s', async (_, args) => {
      const folder = await newFolder()
      await mkdir(join(folder, 'prompt'))
      for (const [file, bytes] of Object.entries(prompt))
        if (file !== name) await writeFile(join(folder, 'prompt', file), bytes)
      if (content !== undefined) await writeFile(join(folder, 'prompt', name), content, 'latin1')
      await refuses(folder, args, says, content === undefined ? 4 : 2)
    })
  })

  it('of another model is refused, unless used directly', async () => {
    const folder = await newFolder()
    await mkdir(join(folder, 'prompt'))
    for (const [file, bytes] of Object.entries(prompt)) await writeFile(join(folder, 'prompt', file), bytes)
    await cp(STUDENT, join(folder, 'other'), { recursive: true })
    const config = await readFile(join(STUDENT, 'config.json'), 'utf8')
    await writeFile(join(folder, 'other/config.json'), `${config}\n`)
    const args = ['predict-local', '--model', 'other', '--prompt', 'prompt', '--text', 'fine']
    await refuses(folder, args, /was not made for this model/)
    const direct = await runCli([...args, '--direct', '--json'], { cwd: folder })
    expect(direct.code).toBe(0)
    expect(JSON.parse(direct.stdout).results).toHaveLength(1)
  })
})

describe.concurrent('flags that exclude each other', () => {
  const model = ['--model', STUDENT]
  const task = ['--template', '{text} It was', '--verbalizer', '{"0": "bad", "1": "good"}']
  const cases: [args: string[], says: RegExp][] = [
    [['predict-local', ...model, '--text', 'x'], /without --prompt, --template and --verbalizer/],
    [['predict-local', ...model, ...task], /either --text or --file/],
    [['predict-local', ...model, ...task, '--text', 'x', '--file', 'y'], /either --text or --file/],
    [['predict-local', ...model, '--template', '{text} It was', '--text', 'x'], /--verbalizer is missing/],
    [['predict', '--text', 'x'], /exactly one of --transfer, --prompt and --model/],
    [['predict', '--transfer', 'a', '--model', 'b', '--text', 'x'], /exactly one of/],
    [['predict', '--model', 'b', '--text', 'x'], /--template and --verbalizer are needed/],
  ]
  const first = ['predict', '--text', 'x', '--local-first', 's']
  const ready = [...first, '--transfer', 'a', '--local-prompt', 'p']
  cases.push(
    [
      ['predict', '--transfer', 'a', '--text', 'x', '--confidence', '0.9'],
      /--confidence goes with --local-first/,
    ],
    [first, /--local-first needs --transfer/],
    [[...first, '--transfer', 'a'], /--local-first needs --local-prompt/],
    [ready, /needs --confidence or --send-at-most/],
    [
      [...ready, '--send-at-most', '30'],
      /--send-at-most: must be from 0 to 1 \(got "30"\)\. Write three in ten as 0\.3/,
    ],
    [[...ready, '--confidence', '0.9', '--estimate'], /--estimate does not go with --local-first/],
    [['predict', '--redact', 'nothing'], /--redact: is no PATTERN=REPLACEMENT/],
    [['predict', '--redact', '(=x'], /--redact: Invalid regular expression/],
    [[...first, '--model', 'a'], /--model does not go with --local-first/],
  )
  it.each(cases)('%j', async (args, says) => {
    await refuses(await newFolder(), args, says)
  })
})
