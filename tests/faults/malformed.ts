/**
 * Runs broken input through the real CLI in a process each, and says where it met anything but a clear error: the exit code for wrong
 * input, no crash, no stack, nothing written.
 * @module
 */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openModel } from '@promptpost/engine/models'
import { modelDigest, openWorkbench, writeSoftPrompt } from '@promptpost/engine/post'
import { afterAll, beforeAll } from 'vitest'
import { REPOSITORY } from '../support/service.js'
import type { Bench, MalformedCase } from './malformed-cases.js'

const CLI = join(REPOSITORY, 'sdk/dist/cli/main.js')
const MODEL = join(REPOSITORY, 'examples/reviews-gpt2')
const AT_ONCE = 2

let pristine: string
export const freshBench = (): Bench & { folder: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'promptpost-malformed-'))
  cpSync(pristine, folder, { recursive: true })
  return {
    folder,
    model: join(folder, 'model'),
    prompt: join(folder, 'prompt'),
    data: join(folder, 'data.tsv'),
  }
}

/** Makes, before the tests of a file, what benches are copies of. */
export const preparePristine = (): void => {
  beforeAll(async () => {
    pristine = mkdtempSync(join(tmpdir(), 'promptpost-pristine-'))
    const files = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json']
    for (const file of files) cpSync(join(MODEL, file), join(pristine, 'model', file))
    writeFileSync(join(pristine, 'data.tsv'), 'text\tlabel\na fine film\tgood\na dull film\tbad\n')
    const { model } = await openWorkbench(join(pristine, 'model'))
    const { width, layers, heads, kind } = model.config
    const prompt = {
      values: new Float32Array(2 * width).fill(0.01),
      virtualTokens: 2,
      width,
      task: { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } },
      model: await modelDigest(await openModel(join(pristine, 'model'))),
      lineage: {},
    }
    await writeSoftPrompt(join(pristine, 'prompt'), prompt, { layers, heads, kind })
  })

  afterAll(() => rmSync(pristine, { recursive: true, force: true }))
}

export const run = (args: string[], cwd: string) =>
  new Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>(resolve => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', data => (stdout += data))
    child.stderr.on('data', data => (stderr += data))
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })

/** Tries each case on a bench of its own. */
export const problemsOf = async (cases: readonly MalformedCase[]): Promise<string[]> => {
  const problems: string[] = []
  const waiting = [...cases]
  const worker = async () => {
    for (let item = waiting.shift(); item; item = waiting.shift()) {
      const bench = freshBench()
      try {
        item.spoil(bench)
        const before = readdirSync(bench.folder, { recursive: true }).sort().join()
        const { code, signal, stdout, stderr } = await run(item.command(bench), bench.folder)
        const wrong = [
          signal && `killed by ${signal}`,
          code !== 2 && code !== 4 && `exit code ${code}`,
          stdout && `printed ${stdout.slice(0, 80)}`,
          !stderr.startsWith('error: ') && 'no error line',
          /\n\s+at /.test(stderr) && 'a stack',
          readdirSync(bench.folder, { recursive: true }).sort().join() !== before && 'files were written',
        ].filter(Boolean)
        if (wrong.length > 0) problems.push(`${item.name}: ${wrong.join(', ')}: ${stderr.slice(0, 200)}`)
      } finally {
        rmSync(bench.folder, { recursive: true, force: true })
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return problems
}
