import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../files.js'
import { type Disk, openDisk } from './disk.js'
import { runSteps, type Step } from './disk-steps.js'

const PROGRAM = new URL('../../dist/store/disk-thread.js', import.meta.url)

let folder: string
const at = (...names: string[]): string => join(folder, ...names)
const text = (path: string): string => readFileSync(path, 'utf8')
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-disk-'))
  for (const name of ['drafts', 'locks']) mkdirSync(at(name))
  writeFileSync(at('locks', 'ticket'), 'mine')
})
afterEach(() => rm(folder, { recursive: true }))

let count = 0
const draft = (content: string) => ({ draft: at('drafts', String(count++)), bytes: Buffer.from(content) })
const lock = (file = 'key.lock') => ({ ticket: at('locks', 'ticket'), file: at('locks', file) })
const create = (path: string, content: string): Step => ({ do: 'create', path: at(path), ...draft(content) })
const replace = (path: string, content: string, ifMatch?: string): Step => ({
  do: 'replace',
  path: at(path),
  lock: lock(),
  ...draft(content),
  ...(ifMatch === undefined ? {} : { ifMatch }),
})
const remove = (path: string, ifMatch?: string): Step => ({
  do: 'delete',
  path: at(path),
  root: folder,
  lock: lock(),
  ...(ifMatch === undefined ? {} : { ifMatch }),
})

describe('steps to the disk', () => {
  it('that are done together are each done or refused, and leave no draft and no lock', async () => {
    writeFileSync(at('taken'), 'old')
    const outcomes = await runSteps([
      create('a/b/new', 'one'),
      create('taken', 'two'),
      replace('a/b/other', 'three'),
      replace('taken', 'four', sha256('not this')),
      replace('taken', 'five', sha256('old')),
      create('a/b/new/below', 'six'),
      remove('none'),
    ])
    expect(outcomes).toMatchObject([
      { said: 'done' },
      { said: 'failed', code: 'EEXIST' },
      { said: 'done' },
      { said: 'changed' },
      { said: 'done' },
      { said: 'failed', code: 'ENOTDIR' },
      { said: 'absent' },
    ])
    expect(['a/b/new', 'a/b/other', 'taken'].map(path => text(at(path)))).toEqual(['one', 'three', 'five'])
    expect(readdirSync(at('drafts'))).toEqual([])
    expect(readdirSync(at('locks'))).toEqual(['ticket'])
  })

  it('do nothing under a lock that is held, and keep the draft for the next attempt', async () => {
    writeFileSync(at('key'), 'old')
    writeFileSync(at('locks', 'key.lock'), 'another’s')
    const step = replace('key', 'new') as Extract<Step, { do: 'replace' }>
    expect(await runSteps([step, remove('key')])).toEqual([{ said: 'held' }, { said: 'held' }])
    expect([text(at('key')), text(step.draft), text(at('locks', 'key.lock'))]).toEqual([
      'old',
      'new',
      'another’s',
    ])
  })

  it('that create several are done up to the first path that is taken, and leave no draft', async () => {
    writeFileSync(at('taken'), 'old')
    const all = (...paths: string[]): Step => ({
      do: 'create-all',
      all: paths.map(path => ({ path: at(path), ...draft(path) })),
    })
    expect(
      await runSteps([all('a/1', 'a/2', 'b'), all('c', 'taken', 'd'), all('e', 'b/below')]),
    ).toMatchObject([
      { said: 'done', count: 3 },
      { said: 'done', count: 1 },
      { said: 'failed', code: 'ENOTDIR' },
    ])
    expect(['a/1', 'a/2', 'b', 'c', 'taken', 'e'].map(path => text(at(path)))).toEqual([
      'a/1',
      'a/2',
      'b',
      'c',
      'old',
      'e',
    ])
    expect(existsSync(at('d'))).toBe(false)
    expect(readdirSync(at('drafts'))).toEqual([])
  })

  it('say when the ticket is gone', async () => {
    const step = { ...remove('key'), lock: { ...lock(), ticket: at('locks', 'none') } } as Step
    expect(await runSteps([step])).toEqual([{ said: 'no-ticket' }])
  })

  it('take away folders that become empty, up to the root', async () => {
    await runSteps([create('a/b/c/one', '1'), create('a/b/two', '2')])
    expect(await runSteps([remove('a/b/c/one', sha256('1'))])).toEqual([
      { said: 'done', gone: [at('a/b/c')] },
    ])
    expect(await runSteps([remove('a/b/two', sha256('other'))])).toEqual([{ said: 'changed' }])
    expect(await runSteps([remove('a/b/two')])).toEqual([{ said: 'done', gone: [at('a/b'), at('a')] }])
    expect(existsSync(folder)).toBe(true)
  })
})

describe('a disk with threads', () => {
  let disk: Disk
  beforeEach(() => {
    disk = openDisk({ threads: 2, program: PROGRAM })
  })
  afterEach(() => disk.close())

  it('does what it is asked for, all at once, and says what the system said', async () => {
    const large = 'x'.repeat(50_000)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, (_, i) => disk.run(create(`many/${i % 90}`, `${i % 90} ${large}`))),
    )
    const failures = outcomes.filter(outcome => outcome.status === 'rejected')
    expect(failures).toHaveLength(10)
    for (const { reason } of failures) expect(reason).toMatchObject({ code: 'EEXIST' })
    for (let i = 0; i < 90; i++) expect(text(at('many', String(i)))).toBe(`${i} ${large}`)
  })

  it('leaves the bytes to whoever gave them', async () => {
    const bytes = new TextEncoder().encode('mine')
    const running = disk.run({ do: 'create', path: at('a'), draft: at('drafts', 'a'), bytes })
    bytes.fill(0)
    await running
    expect(text(at('a'))).toBe('mine')
    expect(bytes).toHaveLength(4)
  })

  it('closes once all is done, and can be used again', async () => {
    const running = Array.from({ length: 20 }, (_, i) => disk.run(create(`c/${i}`, 'x')))
    await disk.close()
    expect(readdirSync(at('c'))).toHaveLength(20)
    await Promise.all(running)
    expect(await disk.run(create('after', 'y'))).toEqual({ said: 'done' })
  })

  it('fails what waits when a thread cannot be started, and goes on when it can', async () => {
    const broken = openDisk({ threads: 1, program: new URL('./none.js', PROGRAM) })
    await expect(broken.run(create('a', 'x'))).rejects.toThrow(/none\.js/)
    await expect(broken.run(create('a', 'x'))).rejects.toThrow(/none\.js/)
    await broken.close()
  })
})
