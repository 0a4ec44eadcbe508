/**
 * `promptpost effect-check`: its exit code says whether a prompt does something, and it shows no text.
 * @module
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeSoftPrompt } from '@promptpost/engine/prompt'
import { readSafetensorsHeader } from '@promptpost/engine/weights'
import { describe, expect, it } from 'vitest'
import { newFolder, PRIVATE_TEXT, runCli, STUDENT, TEMPLATE, writeData } from './cli.test.support.js'

/** A prompt of width 256 that is not small, made for another model. */
const writePrompt = async (folder: string): Promise<void> => {
  const values = Float32Array.from({ length: 2 * 256 }, (_, at) => Math.sin(at * at))
  const task = { template: TEMPLATE, verbalizer: { bad: ['bad'], good: ['good'] } }
  const prompt = { values, virtualTokens: 2, width: 256, task, model: 'ab'.repeat(32), lineage: {} }
  await writeSoftPrompt(join(folder, 'prompt'), prompt, { layers: 8, heads: 8, kind: 'causal' })
}

/** The student without attention or positions: what stands before the last token does not matter to it. */
const writeDeafModel = async (folder: string): Promise<void> => {
  await mkdir(join(folder, 'deaf'))
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
    await copyFile(join(STUDENT, name), join(folder, 'deaf', name))
  const source = join(STUDENT, 'model.safetensors')
  const bytes = await readFile(source)
  for (const { name, offset, byteLength } of (await readSafetensorsHeader(source)).tensors)
    if (/wpe|attn\.c_proj/.test(name)) bytes.fill(0, offset, offset + byteLength)
  await writeFile(join(folder, 'deaf/model.safetensors'), bytes)
}

const bench = async () => {
  const folder = await newFolder()
  await writePrompt(folder)
  const run = (...args: string[]) => runCli(['effect-check', ...args], { cwd: folder })
  return { folder, run }
}

describe('effect-check', () => {
  it('ends with 0 when the prompt does something, and prints aggregates alone', async () => {
    const { folder, run } = await bench()
    const data = await writeData(folder)
    const args = ['--model', STUDENT, '--prompt', 'prompt', '--direct', '--file', data]
    const { code, stdout, stderr } = await run(...args, '--json')
    expect(code, stderr).toBe(0)
    const effect = JSON.parse(stdout)
    expect(Object.keys(effect)).toEqual([
      ...['texts', 'divergence', 'classDivergence', 'changed', 'predicted', 'predictedBefore', 'collapsed'],
      ...['doesSomething', 'verdict'],
    ])
    expect(effect).toMatchObject({ texts: 24, doesSomething: true })
    expect(effect.divergence).toBeGreaterThan(1e-3)
    expect(effect.predicted.bad + effect.predicted.good).toBe(24)
    expect(stdout + stderr).not.toContain(PRIVATE_TEXT)
    expect(stderr).not.toContain('epsilon')
  })

  it('says of a prompt with a privacy report that the figures are not covered by it', async () => {
    const { folder, run } = await bench()
    await writeFile(join(folder, 'prompt/privacy-report.json'), '{}')
    const { code, stdout, stderr } = await run(
      ...['--model', STUDENT, '--prompt', 'prompt', '--direct', '--text', PRIVATE_TEXT],
    )
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(
      /^divergence {2}[\d.e-]+ nats.*over 1 text\nchanged .*\npredicted .*\nwithout it .*\nthe prompt does something/,
    )
    expect(stderr).toMatch(/not covered by the prompt’s epsilon: do not publish/)
    expect(stdout + stderr).not.toContain(PRIVATE_TEXT)
  })

  it('ends with 1 when it does nothing', async () => {
    const { folder, run } = await bench()
    await writeDeafModel(folder)
    const args = [
      '--model',
      'deaf',
      '--prompt',
      'prompt',
      '--direct',
      '--text',
      'a dull film',
      '--text',
      'a warm one',
    ]
    const { code, stdout } = await run(...args, '--json')
    expect(code).toBe(1)
    const effect = JSON.parse(stdout)
    expect(effect).toMatchObject({ texts: 2, changed: 0, doesSomething: false })
    expect(effect.divergence).toBeLessThan(1e-9)
  })

  it.each([
    [['--model', STUDENT, '--text', 'x'], /missing: '--prompt <dir>'/],
    [['--prompt', 'prompt', '--text', 'x'], /missing: '--model <dir>'/],
    [['--model', STUDENT, '--prompt', 'prompt'], /either --text or --file/],
    [['--model', STUDENT, '--prompt', 'prompt', '--text', 'x'], /was not made for this model/],
    [['--model', STUDENT, '--prompt', 'none', '--text', 'x'], /none\/adapter_config\.json: is missing/, 4],
  ])('refuses %j', async (args, says, exitCode = 2) => {
    const { run } = await bench()
    const { code, stdout, stderr } = await run(...args)
    expect([code, stdout]).toEqual([exitCode, ''])
    expect(stderr).toMatch(says)
  })
})
