/**
 * `promptpost prompts export`: what it writes, what it refuses, and that it needs neither network nor ONNX Runtime.
 * @module
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '@promptpost/base'
import { readSoftPrompt, writeSoftPrompt } from '@promptpost/engine/prompt'
import { describe, expect, it } from 'vitest'
import type { ExportedPrompt } from '../export/index.js'
import { newFolder, runCli } from './cli.test.support.js'

const TASK = { template: '{text} `It` was', verbalizer: { bad: ['bad'], good: ['good', 'fine'] } }
const VALUES = [1, -2, 0.5, 0.25, 3, 65504]

type Made = { values?: number[]; kind?: 'causal' | 'masked'; report?: string }

/** A prompt [2, 3] as tuning writes it. */
const withPrompt = async ({ values = VALUES, kind = 'causal', report }: Made = {}) => {
  const folder = await newFolder()
  const prompt = { virtualTokens: 2, width: 3, task: TASK, model: 'ab'.repeat(32), lineage: {} }
  await writeSoftPrompt(
    join(folder, 'prompt'),
    { ...prompt, values: Float32Array.from(values) },
    { layers: 2, heads: 1, kind },
  )
  if (report !== undefined) await writeFile(join(folder, 'prompt/privacy-report.json'), report)
  const run = (...args: string[]) => runCli(['prompts', 'export', 'prompt', ...args], { cwd: folder })
  const read = (...path: string[]): Promise<Buffer> => readFile(join(folder, ...path))
  return { folder, run, read }
}

const REPORT = '{ "guarantee": { "epsilon": 8, "delta": 1e-5 } }'

describe('prompts export', () => {
  it.each([
    ['peft', ['README.md', 'adapter_config.json', 'adapter_model.safetensors']],
    ['vllm', ['chat-request.json', 'prompt_embeds.b64', 'prompt_embeds.pt']],
    ['trtllm', ['prompt.json', 'prompt_table.npy']],
    ['llamacpp', ['prompt.c', 'prompt.f32']],
  ])('to %s writes a folder with the task and the privacy report', async (to, names) => {
    const { folder, run, read } = await withPrompt({ report: REPORT })
    const { code, stdout, stderr } = await run('--to', to, '--out', 'out', '--json')
    expect(code, stderr).toBe(0)
    const files = [...names, 'privacy-report.json', 'task.json']
    const exported: ExportedPrompt = JSON.parse(stdout)
    expect(exported).toMatchObject({ out: 'out', to, virtualTokens: 2, width: 3, privacyReport: true })
    expect(exported.files.map(({ name }) => name)).toEqual(files)
    expect((await readdir(join(folder, 'out'))).sort()).toEqual([...files].sort())
    for (const { name, size, sha256: digest } of exported.files) {
      const bytes = await read('out', name)
      expect([size, digest]).toEqual([bytes.length, sha256(bytes)])
    }
    expect((await read('out', 'privacy-report.json')).toString()).toBe(REPORT)
    expect(await read('out', 'task.json')).toEqual(await read('prompt', 'task.json'))
    expect((await readdir(folder)).sort()).toEqual(['out', 'prompt'])
  })

  it('to npy writes one file of float32', async () => {
    const { run, read } = await withPrompt({ report: REPORT })
    const { code, stdout, stderr } = await run('--to', 'npy', '--out', 'new/prompt.npy')
    expect([code, stderr]).toEqual([0, expect.stringMatching(/its privacy report stays in prompt/)])
    expect(stdout).toMatch(
      /^The prompt is in new\/prompt\.npy, for npy \(2 virtual tokens of width 3\)\n {2}prompt/,
    )
    const bytes = await read('new/prompt.npy')
    expect(bytes.subarray(128)).toEqual(Buffer.from(Float32Array.from(VALUES).buffer))
  })

  it('to peft names the base model, tells the claim, and is a prompt still', async () => {
    const { folder, run, read } = await withPrompt({ report: REPORT })
    await run('--to', 'peft', '--out', 'out', '--base-model', 'org/model: "x"')
    const config = JSON.parse((await read('out/adapter_config.json')).toString())
    expect(config).toMatchObject({
      peft_type: 'PROMPT_TUNING',
      task_type: 'CAUSAL_LM',
      base_model_name_or_path: 'org/model: "x"',
      num_virtual_tokens: 2,
      token_dim: 3,
      num_layers: 2,
      num_attention_heads: 1,
    })
    const card = (await read('out/README.md')).toString()
    expect(card).toMatch(/^---\nbase_model: "org\/model: \\"x\\""\nlibrary_name: peft\n/)
    expect(card).toContain('epsilon <= 8 at delta = 0.00001')
    expect(card).toContain('`` {text} `It` was ``')
    expect(await readSoftPrompt(join(folder, 'out'))).toEqual(await readSoftPrompt(join(folder, 'prompt')))
    const plain = await withPrompt()
    await plain.run('--to', 'peft', '--out', 'out')
    expect((await runCli(['explain-upload', 'out'], { cwd: plain.folder })).code).toBe(0)
  })

  it('to vllm writes the tensor in base64 alone and in a request', async () => {
    const { run, read } = await withPrompt()
    const { code, stderr } = await run(
      '--to',
      'vllm',
      '--out',
      'out',
      '--base-model',
      'm',
      '--dtype',
      'float16',
    )
    expect([code, stderr]).toEqual([0, expect.stringContaining('--enable-prompt-embeds')])
    const tensor = await read('out/prompt_embeds.pt')
    expect(tensor.includes('torch\nHalfStorage\n')).toBe(true)
    const base64 = (await read('out/prompt_embeds.b64')).toString()
    expect(base64).toBe(tensor.toString('base64'))
    const request = JSON.parse((await read('out/chat-request.json')).toString())
    expect(request.model).toBe('m')
    expect(request.messages[0].content).toEqual([
      { type: 'prompt_embeds', data: base64 },
      { type: 'text', text: TASK.template },
    ])
  })

  it('to trtllm writes FP16 [1, k, d] and the virtual ids', async () => {
    const { run, read } = await withPrompt()
    expect((await run('--to', 'trtllm', '--out', 'out', '--vocab-size', '100')).code).toBe(0)
    const table = await read('out/prompt_table.npy')
    expect(table.toString('latin1')).toContain("'<f2', 'fortran_order': False, 'shape': (1, 2, 3)")
    expect(table.subarray(128).toString('hex')).toBe('003c00c0003800340042ff7b')
    expect(JSON.parse((await read('out/prompt.json')).toString())).toMatchObject({
      prompt_vocab_size: 2,
      virtual_ids: { vocab_size: 100, ids: [100, 101] },
    })
  })

  it('to llamacpp writes raw float32', async () => {
    const { run, read } = await withPrompt()
    expect((await run('--to', 'llamacpp', '--out', 'out')).code).toBe(0)
    expect(await read('out/prompt.f32')).toEqual(Buffer.from(Float32Array.from(VALUES).buffer))
    expect((await read('out/prompt.c')).toString()).toContain('PROMPT_TOKENS = 2, PROMPT_WIDTH = 3')
  })

  it('loads no ONNX Runtime', async () => {
    const { folder } = await withPrompt()
    const script = join(folder, 'watch.mjs')
    const module = new URL('../../dist/export/index.js', import.meta.url).href
    await writeFile(
      script,
      `const { exportPrompt } = await import(${JSON.stringify(module)})
       for (const to of ['peft', 'vllm', 'trtllm', 'npy', 'llamacpp']) await exportPrompt({ folder: 'prompt', to, out: to })
       console.log(JSON.stringify(process.report.getReport().sharedObjects))`,
    )
    const { code, stdout, stderr } = await runCli([], { cwd: folder, program: script })
    expect(code, stderr).toBe(0)
    expect(stdout).not.toContain('onnxruntime')
  })
})

describe('prompts export refuses', () => {
  const cases: [string, Made, string[], RegExp][] = [
    [
      'an unknown tool',
      {},
      ['--to', 'tgi', '--out', 'o'],
      /Allowed choices are peft, vllm, trtllm, npy, llamacpp/,
    ],
    ['no tool', {}, ['--out', 'o'], /missing: '--to <format>'/],
    [
      '--dtype for another tool',
      {},
      ['--to', 'npy', '--out', 'o', '--dtype', 'float16'],
      /--dtype: goes with vllm, not with npy.*Leave it out/,
    ],
    [
      '--base-model for another tool',
      {},
      ['--to', 'trtllm', '--out', 'o', '--base-model', 'm'],
      /--base-model: goes with peft and vllm/,
    ],
    [
      '--vocab-size for another tool',
      {},
      ['--to', 'vllm', '--out', 'o', '--vocab-size', '9'],
      /--vocab-size: goes with trtllm/,
    ],
    [
      'a vocabulary past INT32',
      {},
      ['--to', 'trtllm', '--out', 'o', '--vocab-size', '2147483647'],
      /--vocab-size: must be from 1 to 2147483645/,
    ],
    [
      'a control character as a model',
      {},
      ['--to', 'peft', '--out', 'o', '--base-model', 'a\nb'],
      /--base-model: is no name of a model/,
    ],
    [
      'a value without float16',
      { values: [0, 0, 0, 0, 7e4, 0] },
      ['--to', 'trtllm', '--out', 'o'],
      /rows 1 and columns 1, the largest 70000\.0.*FP16/,
    ],
    [
      'the same for vllm',
      { values: [0, 0, 0, 0, 7e4, 0] },
      ['--to', 'vllm', '--dtype', 'float16', '--out', 'o'],
      /Export it as float32/,
    ],
    [
      'a masked model for vllm',
      { kind: 'masked' },
      ['--to', 'vllm', '--out', 'o'],
      /masked language model, which vLLM does not run.*peft or npy/,
    ],
    [
      'a report that is none',
      { report: '[]' },
      ['--to', 'peft', '--out', 'o'],
      /privacy-report\.json: is not a JSON object/,
    ],
    [
      'a path that is there',
      {},
      ['--to', 'peft', '--out', 'prompt'],
      /--out: exists already \(got "prompt"\)\. Name a new folder/,
    ],
    [
      'a file that is there',
      {},
      ['--to', 'npy', '--out', 'prompt/task.json'],
      /--out: exists already .*Name a new file/,
    ],
  ]
  it.each(cases)('%s', async (_, made, args, says) => {
    const { folder, run } = await withPrompt(made)
    const { code, stdout, stderr } = await run(...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(says)
    expect(await readdir(folder)).toEqual(['prompt'])
  })

  it('a folder that is no prompt, and one cut short', async () => {
    const { folder, run, read } = await withPrompt()
    const tensor = join(folder, 'prompt/adapter_model.safetensors')
    await writeFile(tensor, (await read('prompt/adapter_model.safetensors')).subarray(0, -4))
    expect(await run('--to', 'npy', '--out', 'o')).toMatchObject({ code: 2, stdout: '' })
    await rm(join(folder, 'prompt'), { recursive: true })
    await mkdir(join(folder, 'prompt'))
    const { code, stderr } = await run('--to', 'npy', '--out', 'o')
    expect([code, stderr]).toEqual([
      4,
      expect.stringMatching(/adapter_config\.json: is missing\. Name a folder .*promptpost tune/),
    ])
  })
})
