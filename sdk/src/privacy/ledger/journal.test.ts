/**
 * A ledger that is not as it was written is refused, with the way out; one that a crash left in between is not.
 * @module
 */
import { appendFile, copyFile, cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openLedger } from './ledger.js'
import { newFolder, planOf, texts } from './ledger.test.support.js'

type Damage = (directory: string) => Promise<unknown>

/** Runs in the ledger that every case gets a copy of. */
const RUNS = 4
let pristine: string
/** Copies of the ledger as it was after each of its lines. */
const earlier: string[] = []

beforeAll(async () => {
  const folder = await newFolder()
  pristine = join(folder, 'ledger')
  const ledger = await openLedger(pristine)
  for (let run = 0; run < RUNS; run++) {
    const copy = join(folder, `after-${run}`)
    await cp(pristine, copy, { recursive: true })
    earlier.push(copy)
    await ledger.charge(ledger.identify(texts(0, 10 + (run % 2))), planOf(1 + run))
  }
})

const copyOf = async (): Promise<string> => {
  const copy = join(await newFolder(), 'ledger')
  await cp(pristine, copy, { recursive: true })
  return copy
}

const changeLines =
  (change: (lines: string[]) => string[]): Damage =>
  async directory => {
    const path = join(directory, 'journal.jsonl')
    const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1)
    await writeFile(
      path,
      change(lines)
        .map(line => `${line}\n`)
        .join(''),
    )
  }

const edit = (at: number, from: string | RegExp, to: string): Damage =>
  changeLines(lines =>
    lines.map((line, index) => {
      if (index !== at) return line
      expect(line).toMatch(from)
      return line.replace(from, to)
    }),
  )

const firstRecords = async (directory: string): Promise<string> => {
  const [name] = await readdir(join(directory, 'records'))
  return join(directory, 'records', name!)
}

const DAMAGES: [name: string, damage: Damage, says: RegExp][] = [
  ['whose charge was lowered', edit(2, /"steps":20/, '"steps":2'), /journal\.jsonl:3: a line was edited/],
  ['whose time was changed', edit(2, /"time":"20/, '"time":"19'), /journal\.jsonl:3/],
  [
    'whose begin was changed',
    edit(0, /"time":"20/, '"time":"19'),
    /journal\.jsonl:1: .* was changed, or its key/,
  ],
  ['with a space more', edit(1, /\{/, '{ '), /journal\.jsonl:2/],
  ['with a field more', edit(1, /\{/, '{"free":true,'), /journal\.jsonl:2/],
  ['with another MAC', edit(3, /"mac":"./, '"mac":"x'), /journal\.jsonl:4/],
  ['without its first line', changeLines(lines => lines.slice(1)), /journal\.jsonl:1/],
  ['without a line in the middle', changeLines(lines => lines.toSpliced(2, 1)), /journal\.jsonl:3/],
  ['without its last line', changeLines(lines => lines.slice(0, -1)), /1 of its 5 lines are missing/],
  ['without its last two lines', changeLines(lines => lines.slice(0, -2)), /2 of its 5 lines are missing/],
  ['without any line', changeLines(() => []), /5 of its 5 lines are missing/],
  [
    'with lines swapped',
    changeLines(lines => lines.toSpliced(2, 2, lines[3]!, lines[2]!)),
    /journal\.jsonl:3/,
  ],
  ['with a line twice', changeLines(lines => [...lines, lines.at(-1)!]), /journal\.jsonl:6/],
  ['with an empty line', changeLines(lines => lines.toSpliced(2, 0, '')), /journal\.jsonl:3/],
  ['with a line that is no JSON', changeLines(lines => [...lines, 'nonsense']), /journal\.jsonl:6/],
  ['with a line that is null', changeLines(lines => [...lines, 'null']), /journal\.jsonl:6/],
  [
    'whose last line was cut',
    async directory => {
      const path = join(directory, 'journal.jsonl')
      await truncate(path, (await readFile(path)).length - 5)
    },
    /1 of its 5 lines are missing/,
  ],
  ['without its journal', directory => rm(join(directory, 'journal.jsonl')), /journal .* is missing/],
  ['without its head', directory => rm(join(directory, 'head.json')), /head is missing or older/],
  ['with an empty head', directory => writeFile(join(directory, 'head.json'), ''), /head is damaged/],
  [
    'with a head that counts less',
    async directory => {
      const head = JSON.parse(await readFile(join(directory, 'head.json'), 'utf8'))
      await writeFile(join(directory, 'head.json'), JSON.stringify({ ...head, lines: 2 }))
    },
    /head is damaged/,
  ],
  [
    'with the head of an earlier day',
    directory => copyFile(join(earlier[2]!, 'head.json'), join(directory, 'head.json')),
    /head is missing or older/,
  ],
  [
    'with the journal of an earlier day',
    directory => copyFile(join(earlier[3]!, 'journal.jsonl'), join(directory, 'journal.jsonl')),
    /1 of its 5 lines are missing/,
  ],
  ['without its key', directory => rm(join(directory, 'key')), /key .* is missing/],
  ['with a short key', directory => truncate(join(directory, 'key'), 31), /key .* is damaged/],
  ['with an empty key', directory => truncate(join(directory, 'key'), 0), /key .* is damaged/],
  ['with another key', directory => writeFile(join(directory, 'key'), Buffer.alloc(32, 7)), /or its key was/],
]

describe('a ledger', () => {
  it('is read back as it was written', async () => {
    const { accounts } = await (await openLedger(await copyOf())).survey()
    expect(accounts.map(({ records, runs }) => [records, runs])).toEqual([
      [10, RUNS],
      [11, RUNS],
    ])
  })

  it.each(DAMAGES)('%s is refused, and the way out is named', async (_, damage, says) => {
    const directory = await copyOf()
    await damage(directory)
    const before = await readdir(directory, { recursive: true })
    const opened = openLedger(directory)
    await expect(opened).rejects.toMatchObject({
      code: 'privacy-refused',
      message: expect.stringMatching(says),
    })
    await expect(opened).rejects.toThrow(
      /Put back a copy of .* made after the last run\..*move the folder away.*promptpost privacy ledger --data FILE --set-budget/,
    )
    expect((await readdir(directory, { recursive: true })).sort()).toEqual(before.sort())
  })

  it.each<[name: string, damage: Damage, says: RegExp]>([
    ['gone', async directory => rm(await firstRecords(directory)), /digests .* are missing/],
    ['cut', async directory => truncate(await firstRecords(directory), 72), /digests .* are damaged/],
    [
      'cut within one',
      async directory => truncate(await firstRecords(directory), 75),
      /digests .* are damaged/,
    ],
    [
      'changed',
      async directory => writeFile(await firstRecords(directory), Buffer.alloc(80)),
      /digests .* are damaged/,
    ],
  ])(
    'with digests that are %s refuses a data set that it would compare with them',
    async (_, damage, says) => {
      const directory = await copyOf()
      await damage(directory)
      const ledger = await openLedger(directory)
      const charged = ledger.charge(ledger.identify(texts(50, 60)), planOf(1))
      await expect(charged).rejects.toMatchObject({
        code: 'privacy-refused',
        message: expect.stringMatching(says),
      })
    },
  )

  it('that disappears between two transactions is refused, not begun anew', async () => {
    const directory = await copyOf()
    const ledger = await openLedger(directory)
    await rm(join(directory, 'journal.jsonl'))
    await rm(join(directory, 'head.json'))
    await expect(ledger.charge(ledger.identify(texts(0, 10)), planOf(1))).rejects.toMatchObject({
      code: 'privacy-refused',
      message: expect.stringContaining('is gone'),
    })
  })
})

describe('after a crash', () => {
  const runs = async (directory: string): Promise<number> =>
    (await (await openLedger(directory)).survey()).accounts[0]!.runs
  const chargeOne = async (directory: string): Promise<void> => {
    const ledger = await openLedger(directory)
    await ledger.charge(ledger.identify(texts(0, 10)), planOf(1))
  }

  it('between line and head, the line counts', async () => {
    const directory = await copyOf()
    await copyFile(join(earlier[3]!, 'head.json'), join(directory, 'head.json'))
    expect(await runs(directory)).toBe(RUNS)
    await chargeOne(directory)
    expect(await runs(directory)).toBe(RUNS + 1)
  })

  it.each([1, 40, 1_000_000])('within a line, what is there of it (%i bytes) does not count', async bytes => {
    const directory = await copyOf()
    const line = (await readFile(join(directory, 'journal.jsonl'), 'utf8')).split('\n')[3]!
    await appendFile(join(directory, 'journal.jsonl'), line.slice(0, bytes))
    expect(await runs(directory)).toBe(RUNS)
    await chargeOne(directory)
    expect(await runs(directory)).toBe(RUNS + 1)
  })

  it.each<[when: string, state: Damage]>([
    [
      'before its key',
      directory => Promise.all(['key', 'journal.jsonl', 'head.json'].map(name => rm(join(directory, name)))),
    ],
    [
      'after its key',
      directory => Promise.all(['journal.jsonl', 'head.json'].map(name => rm(join(directory, name)))),
    ],
    ['before its first head', directory => rm(join(directory, 'head.json'))],
  ])('%s, a ledger that was being made is made', async (_, state) => {
    const directory = join(await newFolder(), 'ledger')
    await openLedger(directory)
    await state(directory)
    await chargeOne(directory)
    expect(await runs(directory)).toBe(1)
  })
})
