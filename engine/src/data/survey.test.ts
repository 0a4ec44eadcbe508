/**
 * What is told of a data file's columns.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { surveyData } from './survey.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-survey-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const file = async (name: string, content: string): Promise<string> => {
  await writeFile(join(folder, name), content)
  return join(folder, name)
}

describe('a survey', () => {
  it('counts rows, and the values of columns that have few', async () => {
    const lines = Array.from({ length: 150 }, (_, i) => `text number ${i}\t${i % 3 ? 'yes' : 'no'}`)
    const survey = await surveyData(await file('a.tsv', `words\tclass\n${lines.join('\n')}\n`))
    expect(survey).toMatchObject({ format: 'tsv', rows: 150, namedByLine: true })
    const [words, classes] = survey.columns
    expect(words).toMatchObject({ name: 'words', filled: 150, values: undefined })
    expect([...classes!.values!]).toEqual([
      ['yes', 100],
      ['no', 50],
    ])
  })

  it('knows the columns of JSON lines, though rows have different ones', async () => {
    const survey = await surveyData(await file('a.jsonl', '{"a": "x", "n": 1}\n{"a": "yy", "list": []}\n'))
    expect(survey.namedByLine).toBe(false)
    expect(survey.columns.map(({ name, filled, meanLength }) => [name, filled, meanLength])).toEqual([
      ['a', 2, 1.5],
      ['n', 1, 1],
      ['list', 0, 0],
    ])
  })

  it('numbers columns without a header, and refuses an empty file', async () => {
    const path = await file('b.csv', '"one, two",0\n"three",1\n')
    const survey = await surveyData(path, { header: false })
    expect(survey.columns.map(({ name }) => name)).toEqual(['0', '1'])
    await expect(surveyData(await file('c.csv', 'text,label\n'))).rejects.toThrow(/has no rows/)
  })

  it('sees all columns of a Parquet file', async () => {
    const survey = await surveyData(join(import.meta.dirname, 'fixtures', 'reviews.none.parquet'))
    expect(survey.columns.length).toBeGreaterThan(1)
  })
})
