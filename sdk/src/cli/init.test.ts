/**
 * `promptpost init`: flags, questions on a terminal, what it proposes, and that it writes over nothing.
 * @module
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  newFolder,
  PRIVATE_TEXT,
  runCli,
  startOnTerminal,
  TEMPLATE,
  VERBALIZER,
  writeData,
} from './cli.test.support.js'

const project = async (folder: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(folder, 'promptpost.json'), 'utf8'))

const bench = async (): Promise<string> => {
  const folder = await newFolder()
  await writeData(folder)
  return folder
}

const FLAGS = [
  '--data',
  'private.tsv',
  '--template',
  TEMPLATE,
  '--verbalizer',
  VERBALIZER,
  '--student',
  'stu_1',
]

describe('init with flags', () => {
  it('writes the project and says what it found, and nothing of the texts', async () => {
    const folder = await bench()
    const args = [
      'init',
      ...FLAGS,
      '--epsilon',
      '8',
      '--records-per-user',
      '3',
      '--url',
      'https://post.example.com',
    ]
    const { code, stdout, stderr } = await runCli(args, { cwd: folder })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^private\.tsv: 24 rows, columns text, label\nlabels: 0 12, 1 12\n/)
    expect(stdout + stderr).not.toContain(PRIVATE_TEXT)
    expect(await project(folder)).toEqual({
      url: 'https://post.example.com',
      student: 'stu_1',
      data: { file: 'private.tsv', textColumn: 'text', labelColumn: 'label' },
      template: TEMPLATE,
      verbalizer: { 0: ['bad'], 1: ['good'] },
      privacy: { epsilon: 8, unit: 'user', recordsPerUser: 3 },
      out: 'prompt',
    })
    expect((await readdir(folder)).sort()).toEqual(['private.tsv', 'promptpost.json'])
  })

  it.each([
    [[], /missing: '--data <file>'/],
    [FLAGS.slice(0, 2), /missing: '--template <text>'/],
    [FLAGS.slice(0, 4), /missing: '--verbalizer <json\|file>'/],
    [FLAGS.slice(0, 6), /missing: '--epsilon <x>, or --no-privacy'/],
    [[...FLAGS.slice(0, 6), '--no-privacy'], /missing: '--student <id>, or --model <id>'/],
  ])('without a terminal names what is missing: %j', async (flags, says) => {
    const folder = await bench()
    const { code, stderr } = await runCli(['init', ...flags], { cwd: folder })
    expect([code, stderr]).toEqual([2, expect.stringMatching(says)])
    expect(await readdir(folder)).toEqual(['private.tsv'])
  })

  it('never writes over a file unless it is forced to', async () => {
    const folder = await bench()
    await writeFile(join(folder, 'promptpost.json'), 'mine')
    const args = ['init', ...FLAGS, '--no-privacy']
    const refused = await runCli(args, { cwd: folder })
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/exists already\n.*--force/)])
    expect(await readFile(join(folder, 'promptpost.json'), 'utf8')).toBe('mine')
    expect((await runCli([...args, '--force'], { cwd: folder })).code).toBe(0)
    expect(await project(folder)).not.toHaveProperty('privacy')
  })

  it('shows the file alone with --dry-run', async () => {
    const folder = await bench()
    const { stdout } = await runCli(['init', ...FLAGS, '--no-privacy', '--dry-run'], { cwd: folder })
    expect(JSON.parse(stdout)).toMatchObject({ student: 'stu_1', out: 'prompt' })
    expect(await readdir(folder)).toEqual(['private.tsv'])
  })

  it.each([
    [
      'a label without a word',
      ['--verbalizer', '{"0": "bad", "2": "good"}'],
      /no word for 1 of the 2 labels/,
    ],
    ['texts for labels', ['--label-column', 'text', '--text-column', 'label'], /no word for 24 of the 24/],
    ['an absent column', ['--label-column', 'klass'], /--label-column: the file has no such column/],
    ['a template without its text', ['--template', 'It was'], /needs exactly one \{text\}/],
    ['student and model', ['--model', 'large'], /not both/],
    ['a token from stdin', ['--token-file', '-'], /--token-file: a project names a file/],
    ['another folder', ['--project', '../promptpost.json'], /writes into the current folder/],
  ])('refuses %s', async (_, flags, says) => {
    const folder = await bench()
    const { code, stdout, stderr } = await runCli(['init', ...FLAGS, '--no-privacy', ...flags], {
      cwd: folder,
    })
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(says)])
    expect(stderr).not.toContain(PRIVATE_TEXT)
    expect(await readdir(folder)).toEqual(['private.tsv'])
  })
})

describe('init on a terminal', () => {
  it('asks for what is missing, proposes what it found, and asks again for what cannot be', async () => {
    const folder = await newFolder()
    const rows = Array.from(
      { length: 12 },
      (_, i) => `${i}\t${PRIVATE_TEXT} number ${i}\t${i % 2 ? 'Good' : 'bad'}`,
    )
    await writeFile(join(folder, 'reviews.tsv'), `id\tsentence\tverdict\n${rows.join('\n')}\n`)
    const running = startOnTerminal(['init'], { cwd: folder })
    const answers: [RegExp, string][] = [
      [/Private, labelled data.*: $/, 'reviews.tsv'],
      [/Column of the texts \(id, sentence, verdict\) \[sentence\]: $/, ''],
      [/Column of the labels .* \[verdict\]: $/, ''],
      [/Text with its cue.* \[\{text\} It was\]: $/, 'no text'],
      [/needs exactly one \{text\}[\s\S]*\[\{text\} It was\]: $/, ''],
      [/label "bad".* \[bad\]: $/, 'bad, poor'],
      [/label "Good".* \[good\]: $/, ''],
      [/epsilon .* \[8\]: $/, '3'],
      [/Student .*: $/, 'reviews-gpt2'],
    ]
    for (const [question, answer] of answers) {
      await running.says(question)
      running.child.stdin?.write(`${answer}\r`)
    }
    const { code, stdout } = await running.ended
    expect(code, stdout).toBe(0)
    expect(stdout).not.toContain(PRIVATE_TEXT)
    expect(await project(folder)).toEqual({
      model: 'reviews-gpt2',
      data: { file: 'reviews.tsv', textColumn: 'sentence', labelColumn: 'verdict' },
      template: '{text} It was',
      verbalizer: { bad: ['bad', 'poor'], Good: ['good'] },
      privacy: { epsilon: 3, unit: 'example' },
      out: 'prompt',
    })
  })

  it('writes nothing when it is left with Ctrl-C', async () => {
    const folder = await bench()
    const running = startOnTerminal(['init', '--data', 'private.tsv'], { cwd: folder })
    await running.says(/Text with its cue.*: $/)
    running.child.stdin?.write('\x03')
    const { code, stdout } = await running.ended
    expect([code, stdout]).toEqual([130, expect.stringContaining('nothing was done')])
    expect(await readdir(folder)).toEqual(['private.tsv'])
  })
})
