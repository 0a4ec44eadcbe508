/**
 * The client's private data, marked wherever something private can stand: at both ends of each text, in the raw labels, in
 * the names of columns, file, folder and home.
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { loadTokenizer } from '@promptpost/engine/text'
import type { Mark } from './marks.js'

/** A number of rows that would stand out. */
export const ROWS = 113

export const PRIVATE = {
  opening: 'Qörvenzil/"7+1"',
  closing: 'mxytlwick & Ševqu',
  labels: ['Geheim-Lähbel-Rot', 'Geheim-Lähbel-Blau'],
  textColumn: 'Spälte-Vrnkt',
  labelColumn: 'Etikétt-Wqzx',
  file: 'dossier-yxqvut.tsv',
  folder: 'akte-plogzr',
  home: 'nutzer-wexqil',
} as const

/** Names of things, which a command on this machine may repeat to whoever typed them; not what is in the file. */
export const NAMES: Mark[] = [
  { name: 'the file', text: PRIVATE.file.replace('.tsv', '') },
  { name: 'the folder', text: PRIVATE.folder },
  { name: 'the home', text: PRIVATE.home },
  { name: 'the column of texts', text: PRIVATE.textColumn },
  { name: 'the column of labels', text: PRIVATE.labelColumn },
]

/** @param student whose tokenizer says what the texts are as tokens */
export const contentMarks = async (student: string): Promise<Mark[]> => {
  const tokenizer = await loadTokenizer(student)
  const tokens = (text: string): number[][] => [tokenizer.encode(text), tokenizer.encode(` ${text}`)]
  return [
    { name: 'the opening of a text', text: PRIVATE.opening, tokens: tokens(PRIVATE.opening) },
    { name: 'the end of a text', text: PRIVATE.closing, tokens: tokens(PRIVATE.closing) },
    ...PRIVATE.labels.map(text => ({ name: 'a label', text })),
  ]
}

const WORDS = ['dull', 'fine', 'slow', 'warm', 'empty', 'lively', 'flat', 'bright', 'long', 'kind']

const textOf = (row: number): string => {
  const words = Array.from({ length: 2 + (row % 5) }, (_, at) => WORDS[(row * 3 + at * 7) % WORDS.length])
  return `${PRIVATE.opening} ${words.join(' ')} ${1800 + row} ${PRIVATE.closing}`
}

/** Writes the data file below the working folder. @returns its path from there */
export const writePrivateData = (work: string): string => {
  const path = join(PRIVATE.folder, PRIVATE.file)
  mkdirSync(dirname(join(work, path)), { recursive: true })
  const rows = Array.from({ length: ROWS }, (_, row) => `${textOf(row)}\t${PRIVATE.labels[row % 2]}`)
  writeFileSync(join(work, path), `${PRIVATE.textColumn}\t${PRIVATE.labelColumn}\n${rows.join('\n')}\n`)
  return path
}

/** Flags of `promptpost tune` for that file. The template and the verbalizer leave with the prompt: they are public. */
export const tuneArguments = (data: string, out: string, ...more: string[]): string[] => [
  ...['tune', '--student', 'student', '--data', data, '--out', out],
  ...['--text-column', PRIVATE.textColumn, '--label-column', PRIVATE.labelColumn],
  ...['--label-map', JSON.stringify({ [PRIVATE.labels[0]]: 'bad', [PRIVATE.labels[1]]: 'good' })],
  ...['--template', '{text} It was', '--verbalizer', '{"bad": ["bad"], "good": ["good"]}'],
  ...['--virtual-tokens', '4', '--batch-size', '8', '--max-tokens', '40'],
  ...more,
]
