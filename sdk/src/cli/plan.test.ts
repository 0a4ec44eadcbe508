import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { newFolder, runCli, STUDENT } from './cli.test.support.js'

/** A little more than its weights in float16 would take. */
const CONFIG = {
  model_type: 'llama',
  hidden_size: 2048,
  intermediate_size: 5504,
  num_hidden_layers: 24,
  num_attention_heads: 16,
  num_key_value_heads: 16,
  vocab_size: 32_000,
  max_position_embeddings: 2048,
  hidden_act: 'silu',
  rms_norm_eps: 1e-5,
}

const described = async (config: object): Promise<string> => {
  const folder = await newFolder()
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
  return folder
}

const plan = async (args: string[]) => {
  const outcome = await runCli(['plan', ...args, '--json'])
  return { ...outcome, report: outcome.stdout ? JSON.parse(outcome.stdout) : undefined }
}

it('says that a small model fits, with what is there', async () => {
  const { code, report } = await plan(['--model', STUDENT, '--gpu-memory', '24'])
  expect(code).toBe(0)
  expect(report).toMatchObject({
    hasWeights: true,
    weights: 'converted',
    transfer: { fits: true, batch: 8 },
    distillation: { fits: true, layers: 2 },
  })
})

it('tells the batch that fits where the usual one does not, and fits with it', async () => {
  const folder = await described({ ...CONFIG, torch_dtype: 'float16' })
  const flags = ['--model', folder, '--gpu-memory', '8', '--dtype', 'float16']
  const { code, report } = await plan([...flags, '--batch-size', '64'])
  expect(code).toBe(1)
  const { fits, largest, next } = report.transfer
  expect([fits, next]).toEqual([false, expect.stringContaining(`--batch-size ${largest}`)])
  expect(largest).toBeGreaterThan(0)
  expect((await plan([...flags, '--batch-size', `${largest}`])).report.transfer.fits).toBe(true)
  expect((await plan([...flags, '--batch-size', `${largest + 1}`])).report.transfer.fits).toBe(false)
})

it('counts what a recipe of distillation takes', async () => {
  const folder = await described({ ...CONFIG, torch_dtype: 'float16' })
  const of = async (...flags: string[]) =>
    (await plan(['--model', folder, '--gpu-memory', '24', ...flags])).report.distillation
  const paper = await of()
  const sampled = await of('--positions', '0.25')
  const bytes = paper.weights as number
  expect(sampled.work).toBeLessThan(paper.work)
  expect(sampled.weights / bytes).toBeCloseTo(1, 3)
  // Two sessions, each with the teacher.
  expect((await of('--proxy-share', '0.5')).weights / bytes).toBeCloseTo(2, 3)
  const behind = await of('--proxy-share', '1')
  expect(behind.weights / bytes).toBeCloseTo(1, 3)
  expect(behind.fullest).toContain('behind a prompt')
})

it('says what to change where no batch fits', async () => {
  const folder = await described(CONFIG)
  const { code, report } = await plan(['--model', folder, '--gpu-memory', '4'])
  expect(code).toBe(1)
  expect(report).toMatchObject({ hasWeights: false, stored: ['float32'] })
  expect(report.transfer).toMatchObject({ fits: false, largest: 0, next: expect.stringContaining('float16') })
  expect(report.distillation.next).toContain('fewer layers')
})

it.each([
  [['--dtype', 'float16'], /stored in float32.*float16/s],
  [['--gpu-memory', '0'], /--gpu-memory/],
  [['--virtual-tokens', '2048'], /no room/],
  [['--layers', '25'], /layers.*24/s],
  [['--positions', '0'], /--positions: must be above 0, 1 at most \(got "0"\)/],
])('refuses %j', async (flags, pattern) => {
  const folder = await described(CONFIG)
  const { code, stderr } = await runCli(['plan', '--model', folder, '--gpu-memory', '24', ...flags])
  expect(code).toBe(2)
  expect(stderr).toMatch(pattern)
})
