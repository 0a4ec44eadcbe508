import { describe, expect, it } from 'vitest'
import { repositoryPath } from '../testing/shared.js'
import { readExamples } from './read-examples.js'

// Written by pyarrow 26: 24 rows in groups of 10, columns text (string), label (int64), id.
const fixture = (name: string) => repositoryPath('engine', 'src', 'data', 'fixtures', name)

describe('Parquet', () => {
  it.each(['snappy', 'zstd', 'gzip', 'none'])('is read with compression %s', async compression => {
    const examples = await readExamples(fixture(`reviews.${compression}.parquet`), { labels: { 1: 'good' } })
    expect(examples).toHaveLength(24)
    expect(examples.slice(0, 4)).toEqual([
      { text: 'A fine film.', label: 'good', line: 1 },
      { text: 'dull\u0085 and \u2028slow', label: '0', line: 2 },
      { text: '日本 😀', label: 'good', line: 3 },
      { text: '', label: '0', line: 4 },
    ])
    expect(examples.at(-1)).toEqual({ text: 'text number 19', label: 'good', line: 24 })
  })
  it('names row and column of what it refuses', async () => {
    await expect(readExamples(fixture('not-utf8.parquet'))).rejects.toThrow(
      /:2: column "text": is not valid UTF-8/,
    )
    await expect(readExamples(fixture('nulls.parquet'))).rejects.toThrow(
      /:2: column "label": has an empty label/,
    )
    const texts = readExamples(fixture('nulls.parquet'), { labelColumn: false })
    await expect(texts).rejects.toThrow(/:3: column "text": is not a string/)
    await expect(readExamples(fixture('numbers.parquet'))).rejects.toThrow(
      /:1: column "text": is not a string/,
    )
  })
  it('lists the columns there are', async () => {
    const reading = readExamples(fixture('reviews.none.parquet'), { textColumn: 'review' })
    await expect(reading).rejects.toThrow(/no column "review"; there are "text", "label", "id"/)
  })
  it('is bounded in rows, in bytes unpacked and in the length of a text', async () => {
    const path = fixture('reviews.zstd.parquet')
    await expect(readExamples(path, { limits: { maxRows: 23 } })).rejects.toThrow(/has 24 rows/)
    await expect(readExamples(path, { limits: { maxLineBytes: 11 } })).rejects.toThrow(/:1: .*has 12 bytes/)
  })
})
