/**
 * Every command by the tree: it says what it does, shows an example that is right, and tells the shape of its JSON.
 * @module
 */

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from './commands/index.js'
import { EXIT, EXIT_MEANINGS } from './failure.js'
import { ANSWERS } from './help/answers/index.js'
import { ENVIRONMENT } from './help/environment.js'
import { cliPage } from './help/page.js'
import { renderShape } from './help/shapes.js'
import { commandTree, leaves } from './help/tree.js'
import { buildProgram } from './program.js'
import { departureFromHelp } from './shapes.test.support.js'

const SOURCES = resolve(import.meta.dirname, '../../..')

/** Words of a line as a shell splits them; a redirection ends it. */
const words = (line: string): string[] =>
  [...line.split(' > ')[0]!.matchAll(/'([^']*)'|(\S+)/g)].map(match => match[1] ?? match[2]!)

describe.each(leaves(await buildProgram('0')).map(({ path }) => path))('promptpost %s', path => {
  it('has --json with a documented shape', () => {
    expect(ANSWERS[path], 'add it to help/answers.ts').toBeDefined()
    expect(renderShape(ANSWERS[path]!.json).length).toBeGreaterThan(2)
  })

  it('has an example that it takes', async () => {
    const program = await buildProgram('0')
    const { command } = leaves(program).find(leaf => leaf.path === path)!
    let isCalled = false
    command.action(() => {
      isCalled = true
    })
    const [name, ...rest] = words(ANSWERS[path]!.example)
    expect(name).toBe('promptpost')
    await program.parseAsync([...rest, '--json'], { from: 'user' })
    expect(isCalled).toBe(true)
  })

  it('says what it does and what each of its options means', async () => {
    const node = leaves(await buildProgram('0')).find(leaf => leaf.path === path)!
    expect(node.command.description()).not.toBe('')
    expect(node.options.filter(({ description }) => description === '')).toEqual([])
    const help: string[] = []
    node.command.configureOutput({ writeOut: text => help.push(text) }).outputHelp()
    expect(help.join('')).toContain(`Example:\n  ${ANSWERS[path]!.example}`)
  })
})

describe('a command line', () => {
  const COMMON = ['--json', '--url', 'http://127.0.0.1:1']
  const loaded = async (argv: string[]): Promise<string[]> =>
    (await buildProgram('0', argv)).commands.map(command => command.name())

  it.each(Object.keys(COMMANDS).filter(name => name !== 'completion'))(
    'that calls %s loads it alone, under its name',
    async name => {
      expect(await loaded([name, 'show', '--help'])).toEqual([name])
      expect(await loaded([...COMMON, name])).toEqual([name])
    },
  )

  it.each([
    [[]],
    [['--help']],
    [['help', 'tune']],
    [['modells', 'list']],
    [['completion', 'bash']],
    [['--url']],
    [['--unknown', 'models', 'list']],
    [['constructor']],
  ])('of %j has every command to choose from', async argv => {
    expect(await loaded(argv)).toEqual(Object.keys(COMMANDS))
  })
})

describe('the help', () => {
  it('has no entry of a command that is gone', async () => {
    const paths = leaves(await buildProgram('0')).map(({ path }) => path)
    expect(Object.keys(ANSWERS).filter(path => !paths.includes(path))).toEqual([])
  })

  it('tells every exit code, every command and every variable that is read', async () => {
    const page = cliPage(await buildProgram('0'))
    expect(Object.keys(EXIT_MEANINGS).map(Number).sort()).toEqual(Object.values(EXIT).sort())
    for (const { path } of commandTree(await buildProgram('0')).slice(1))
      expect(page).toMatch(new RegExp(`^##+ ${path}$`, 'm'))
    const rooms = ['sdk', 'engine', 'base'].map(room => join(SOURCES, room, 'src'))
    const text = rooms
      .flatMap(room =>
        readdirSync(room, { recursive: true, encoding: 'utf8' })
          .filter(name => name.endsWith('.ts') && !/\.test\.|^testing\b/.test(name))
          .map(name => readFileSync(join(room, name), 'utf8')),
      )
      .join('\n')
    const read = [...text.matchAll(/(?:process\.env|environment)\.((?:PROMPTPOST|XDG)_[A-Z_]+)/g)].map(
      ([, name]) => name,
    )
    expect(new Set(read).size).toBeGreaterThan(3)
    expect(read.filter(name => !ENVIRONMENT.some(([known]) => known === name))).toEqual([])
  })
})

describe('the check of JSON against the help', () => {
  it.each([
    ['{"shell": "zsh"}', /script is missing/],
    ['{"shell": "zsh", "script": 5}', /script is no string/],
    ['{"shell": "zsh", "script": "", "more": 1}', /has more, which no help tells of/],
    ['[]', /is no object/],
  ])('notices %s', (stdout, says) => {
    expect(departureFromHelp(['completion', 'zsh', '--json'], stdout)).toMatch(says)
  })
  it('notices an answer that is not of the contract', () => {
    expect(departureFromHelp(['jobs', 'show', 'x', '--json'], '{"id": "x"}')).toMatch(/is no Job: /)
  })
})
