/**
 * Plain public texts, for distillation and transfer: books, documents, or the text column of a data file.
 * @module
 */
import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { refuseData } from './errors.js'
import { DEFAULT_LIMITS, type Limits, readBounded, splitLines } from './lines.js'
import { formatOf } from './open-table.js'
import { type ReadExamplesOptions, readExamples } from './read-examples.js'

export type ReadTextsOptions = Omit<ReadExamplesOptions, 'labelColumn' | 'labels' | 'only'> & {
  /**
   * What one text of a .txt file is: a 'line', a 'paragraph' (between empty lines) or the whole 'document'. By default
   * paragraphs, or lines in a file that has no empty line between texts.
   */
  unit?: 'line' | 'paragraph' | 'document'
  /** Told of each file that was read, with the number of its texts: those of a folder nobody has named. */
  onFile?: (path: string, count: number) => void
}

/** Files that speak about the texts of a folder rather than being one. */
const ABOUT = /^(readme|licen[cs]e|notice|source|copying)\b/i

/** Texts of a .txt file; line ends inside a paragraph or document are kept as LF. */
const readTextFile = async (path: string, options: ReadTextsOptions, limits: Limits): Promise<string[]> => {
  const bytes = await readBounded(path, limits)
  const lines = [...splitLines(bytes, path, options.encoding ?? 'utf-8', limits)].map(line => line.text)
  if (options.unit === 'document') return [lines.join('\n').trim()].filter(text => text !== '')
  const trimmed = lines.join('\n').trim().split('\n')
  const unit = options.unit ?? (trimmed.some(line => line.trim() === '') ? 'paragraph' : 'line')
  if (unit === 'line') return lines.map(line => line.trim()).filter(text => text !== '')
  const texts: string[] = []
  let paragraph: string[] = []
  for (const line of [...lines, '']) {
    if (line.trim() !== '') {
      paragraph.push(line)
    } else if (paragraph.length > 0) {
      texts.push(paragraph.join('\n').trim())
      paragraph = []
    }
  }
  return texts
}

const readOne = async (path: string, options: ReadTextsOptions, limits: Limits): Promise<string[]> => {
  const { unit: _, onFile: __, ...rest } = options
  if (options.format === undefined && extname(path).toLowerCase() === '.txt')
    return readTextFile(path, options, limits)
  const examples = await readExamples(path, { ...rest, labelColumn: false })
  return examples.map(example => example.text)
}

/**
 * Texts of a file or of a folder's files, in the order of their names (no subfolders): .txt files, and data files by
 * their text column. Other files of a folder are passed over, and so are README, LICENCE,
 * NOTICE, COPYING and SOURCE. Empty texts are left out.
 *
 * @returns at least one text
 * @throws PromptPostError 'invalid-data' when there is nothing to read, or for what `readExamples` refuses
 */
export const readTexts = async (pathOrFolder: string, options: ReadTextsOptions = {}): Promise<string[]> => {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const found = await stat(pathOrFolder).catch(() => undefined)
  if (found === undefined) return refuseData({ path: pathOrFolder }, 'was not found', 'Check the path.')
  let paths = [pathOrFolder]
  if (found.isDirectory()) {
    const entries = await readdir(pathOrFolder, { withFileTypes: true })
    const isText = (name: string) =>
      !ABOUT.test(name) && (extname(name).toLowerCase() === '.txt' || formatOf(name) !== undefined)
    const names = entries.filter(entry => entry.isFile() && isText(entry.name)).map(entry => entry.name)
    paths = names.sort().map(name => join(pathOrFolder, name))
  }
  const texts: string[] = []
  for (const path of paths) {
    const before = texts.length
    for (const text of await readOne(path, options, limits)) if (text !== '') texts.push(text)
    options.onFile?.(path, texts.length - before)
  }
  if (texts.length === 0)
    refuseData({ path: pathOrFolder }, 'has no texts', 'Give .txt, .jsonl, .csv, .tsv or .parquet.')
  return texts
}
