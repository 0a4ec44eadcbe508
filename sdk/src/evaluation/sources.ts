/**
 * The data of an evaluation, read and kept apart: what is measured on is never trained on, and what is private is
 * never among the public texts.
 * @module
 */

import { stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { digestFile, PromptPostError, sha256 } from '@promptpost/base'
import { checkLabels, type Example, readExamples, readTexts } from '@promptpost/engine/data'
import type { DataSource, EvaluationOptions, EvaluationTable } from './types.js'

export type Sources = {
  private: Example[]
  test: Example[]
  publicTexts: string[]
  /** Public examples whose label is one of the task's. */
  publicLabelled: Example[]
  distilTexts: string[]
  facts: EvaluationTable['data']
}

/** Two texts are one when they differ in white space and capitals only. */
export const textKey = (text: string): string =>
  text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()

/** Items whose text is in none of the others. */
export const without = <T>(
  items: readonly T[],
  textOf: (item: T) => string,
  others: readonly string[],
): T[] => {
  const taken = new Set(others.map(textKey))
  return items.filter(item => !taken.has(textKey(textOf(item))))
}

/** A sample that depends on the texts alone, in the order of the file. */
export const sample = <T>(items: readonly T[], textOf: (item: T) => string, limit = Infinity): T[] => {
  if (items.length <= limit) return [...items]
  const chosen = items.map((item, i) => ({ i, digest: sha256(textOf(item)) }))
  chosen.sort((a, b) => (a.digest < b.digest ? -1 : a.digest > b.digest ? 1 : a.i - b.i))
  return chosen
    .slice(0, limit)
    .sort((a, b) => a.i - b.i)
    .map(({ i }) => items[i]!)
}

const textOfExample = ({ text }: Example): string => text
const isPlain = ({ path, read }: DataSource): boolean =>
  read?.format === undefined && extname(path).toLowerCase() === '.txt'

/** Digest of a file; of a folder, that of the texts read from it. */
const digestOf = async (path: string, texts: readonly string[]): Promise<string> =>
  (await stat(path)).isDirectory() ? sha256(texts.join('\0')) : (await digestFile(path)).sha256

const factsOf = async (path: string, texts: readonly string[], leftOut: number) => ({
  file: basename(path),
  sha256: await digestOf(path, texts),
  examples: texts.length,
  leftOut,
})

const requireSome = (field: string, items: readonly unknown[]): void => {
  if (items.length > 0) return
  throw new PromptPostError('invalid-data', 'has nothing left when texts of the other files are taken out', {
    field,
    next: 'Give files that do not hold the same texts.',
  })
}

/** @throws PromptPostError for files that cannot be read, or labels the verbalizer lacks */
export const readSources = async (options: EvaluationOptions): Promise<Sources> => {
  const { task } = options
  const labels = Object.keys(task.verbalizer)
  const readLabelled = async (source: DataSource) => {
    const examples = await readExamples(source.path, source.read)
    checkLabels(examples, labels, source.path)
    return sample(examples, textOfExample, source.limit)
  }
  const test = await readLabelled(options.test)
  const testTexts = test.map(textOfExample)

  const allPrivate = await readLabelled(options.private)
  const kept = without(allPrivate, textOfExample, testTexts)
  requireSome('private', kept)
  const mine = [...testTexts, ...kept.map(textOfExample)]

  const source = options.public
  const allPublic: readonly Example[] = isPlain(source)
    ? (await readTexts(source.path)).map((text, i) => ({ text, line: i + 1 }))
    : (await readExamples(source.path, source.read)).filter(({ text }) => text !== '')
  const sampled = sample(allPublic, textOfExample, source.limit)
  const open = without(sampled, textOfExample, mine)
  requireSome('public', open)
  const publicTexts = open.map(textOfExample)

  const allDistil = options.distilText === undefined ? publicTexts : await readTexts(options.distilText)
  const distilTexts = without(allDistil, text => text, mine)
  requireSome('distilText', distilTexts)
  const distilPath = options.distilText ?? source.path
  return {
    private: kept,
    test,
    publicTexts,
    publicLabelled: open.filter(({ label }) => label !== undefined && labels.includes(label)),
    distilTexts,
    facts: {
      test: await factsOf(options.test.path, testTexts, 0),
      private: await factsOf(options.private.path, kept.map(textOfExample), allPrivate.length - kept.length),
      public: await factsOf(source.path, publicTexts, sampled.length - open.length),
      distil: await factsOf(distilPath, distilTexts, allDistil.length - distilTexts.length),
    },
  }
}
