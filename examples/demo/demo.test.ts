import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readExamples } from '@promptpost/engine/data'
import { openLedger } from 'promptpost'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

const EXAMPLES = dirname(createRequire(import.meta.url).resolve('@promptpost/examples/package.json'))
const PROGRAM = join(EXAMPLES, 'dist', 'demo', 'main.js')
const TIMEOUT = 300_000

type Run = {
  child: ChildProcess
  output: () => string
  ended: Promise<{ code: number | null; stdout: string }>
}

const start = (flags: readonly string[]): Run => {
  const child = spawn(process.execPath, [PROGRAM, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout!.on('data', chunk => {
    stdout += chunk
  })
  child.stderr!.on('data', chunk => {
    stderr += chunk
  })
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout }))
  return { child, output: () => stderr, ended }
}

const commandLines = (): string[] => {
  if (!existsSync('/proc/self/cmdline'))
    return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n')
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(pid => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      } catch {
        return '' // It has just ended.
      }
    })
}

/** Command lines of the demo, its server and their workers, which all name this folder. */
const processesOf = (folder: string): string[] => commandLines().filter(line => line.includes(folder))

/** Waits for something, and says what the demo wrote when it does not come. */
const until = async (run: Run, wanted: () => boolean): Promise<void> => {
  for (const deadline = Date.now() + TIMEOUT; !wanted(); await sleep(50))
    if (Date.now() > deadline || run.child.exitCode !== null)
      throw new Error(`it did not come: ${run.output()}`)
}

/** Every byte below a folder, as one text. */
const bytesBelow = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'promptpost-demo-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('the demo', () => {
  const ARMS = ['zero-shot', 'student', 'direct', 'transferred', 'transferred-dp', 'full']
  let out: string
  let json: { rows: Record<string, unknown>[]; uploaded: { file: string }[]; seed: number; settings: object }
  let stdout: string

  beforeAll(async () => {
    out = join(root, 'story')
    const run = start(['--quick', '--out', out, '--json', join(root, 'story.json'), '--seed', '3'])
    const ended = await run.ended
    expect(ended.code, run.output()).toBe(0)
    stdout = ended.stdout
    json = JSON.parse(readFileSync(join(root, 'story.json'), 'utf8'))
  }, TIMEOUT)

  it('gives every arm with its accuracy, interval and seconds', () => {
    expect(json.rows.map(({ arm }) => arm)).toEqual(ARMS)
    for (const row of json.rows) {
      const [low, high] = row.interval as [number, number]
      expect(row.accuracy).toBeGreaterThanOrEqual(low)
      expect(row.accuracy).toBeLessThanOrEqual(high)
      expect(high).toBeLessThanOrEqual(100)
      expect(row.seconds).toBeGreaterThan(0)
    }
    expect(json).toMatchObject({
      seed: 3,
      effects: { transferred: {}, 'transferred-dp': {} },
      privacy: { delta: 1e-5 },
    })
  })

  it('prints the table on stdout and nothing else', () => {
    const lines = stdout.trim().split('\n')
    expect(lines).toHaveLength(7)
    expect(lines.slice(1).map(line => line.split(' ')[0])).toEqual(ARMS)
  })

  it('writes a report that asks nothing of any network', () => {
    const report = readFileSync(join(out, 'report.html'), 'utf8')
    expect(report).not.toMatch(/https?:|src=|href=|url\(|@import|<script/)
    expect(report.match(/<figure>/g)).toHaveLength(5)
    for (const arm of ARMS) expect(report).toContain(`<td>${arm}</td>`)
  })

  it('sends up the files of two prompts and no private text', async () => {
    expect(json.uploaded.map(({ file }) => file)).toEqual([
      'adapter_config.json',
      'adapter_model.safetensors',
      'task.json',
      'adapter_config.json',
      'adapter_model.safetensors',
      'privacy-report.json',
      'task.json',
    ])
    const stored = bytesBelow(join(out, 'service')) + readFileSync(join(out, 'service.log'), 'latin1')
    const mine = await readExamples(join(EXAMPLES, 'data', 'dbpedia', 'private.tsv'))
    const open = readFileSync(join(EXAMPLES, 'data', 'dbpedia', 'public.txt'), 'latin1').split('\n')
    const spellings = (text: string): string[] => [text, JSON.stringify(text).slice(1, -1)]
    expect(stored).toContain(spellings(open[0]!)[1])
    const found = mine.filter(({ text }) => spellings(text).some(spelling => stored.includes(spelling)))
    expect(found.map(({ line }) => line)).toEqual([])
  })

  it('charges its private run to a ledger of its own', async () => {
    const ledger = await openLedger(join(out, 'client', 'ledger'))
    expect((await ledger.survey()).accounts).toMatchObject([{ runs: 1, unfinished: 0, plainRuns: 2 }])
  })

  it('leaves no process behind', () => {
    expect(processesOf(out)).toEqual([])
  })

  it('empties the folder of an earlier demo only', async () => {
    const other = join(root, 'other')
    await mkdir(other)
    await writeFile(join(other, 'thesis.txt'), 'years of work')
    const run = start(['--quick', '--out', other])
    expect((await run.ended).code).toBe(1)
    expect(run.output()).toContain('holds something that no demo put there')
    expect(readdirSync(other)).toEqual(['thesis.txt'])
  })

  it.each([
    [['--seed', 'x'], '--seed'],
    [['--sed', '1'], 'command line'],
  ])('refuses %j and says how it is called', async (flags, field) => {
    const run = start(flags)
    expect((await run.ended).code).toBe(2)
    expect(run.output()).toContain(field)
    expect(run.output()).toContain('usage:')
  })
})

describe('a demo that is broken off', () => {
  let run: Run
  let out: string
  afterEach(async () => {
    run.child.kill('SIGKILL')
    await run.ended
  })

  const startDistilling = async (name: string): Promise<void> => {
    out = join(root, name)
    run = start(['--out', out])
    await until(
      run,
      () =>
        existsSync(join(out, 'service.log')) &&
        readFileSync(join(out, 'service.log'), 'utf8').includes('worker-started'),
    )
    expect(processesOf(out).length).toBeGreaterThanOrEqual(3)
  }

  it('stops in good order on Ctrl-C', { timeout: TIMEOUT }, async () => {
    await startDistilling('interrupted')
    run.child.kill('SIGINT')
    expect((await run.ended).code).toBe(130)
    expect(processesOf(out)).toEqual([])
  })

  it('leaves no process when it is killed', { timeout: TIMEOUT }, async () => {
    await startDistilling('killed')
    run.child.kill('SIGKILL')
    await run.ended
    for (const deadline = Date.now() + 60_000; processesOf(out).length > 0 && Date.now() < deadline; )
      await sleep(100)
    expect(processesOf(out)).toEqual([])
  })
})
