/**
 * Makes the demo's data from a 14 000-row subset of DBpedia-14: private, public, test and distillation text.
 *
 *     node examples/data/make-dbpedia.mjs SOURCE_FOLDER
 *
 * SOURCE_FOLDER holds train.tsv, dev.tsv and test.tsv (see dbpedia/README.md for where they come from). Rows are put in
 * the order of the SHA-256 of their text, so the same source gives the same files, byte for byte.
 */
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Number of a class in the source, and its name here. */
const CLASSES = { 1: 'company', 2: 'school', 4: 'player', 7: 'building', 11: 'plant', 13: 'film' }
/** Rows of each class in private.tsv and in public.txt; all others of train.tsv go to distil.txt. */
const PRIVATE = 250
const PUBLIC = 333

const sha256 = text => createHash('sha256').update(text).digest('hex')
const keyOf = text => text.trim().replace(/\s+/g, ' ').toLowerCase()
const byDigest = (a, b) => (a.digest < b.digest ? -1 : 1)

const readRows = async path => {
  const [header, ...lines] = (await readFile(path, 'utf8')).split('\n').filter(line => line !== '')
  if (header !== 'text\tlabel') throw new Error(`${path}: the first line must be text, tab, label`)
  return lines.map((line, i) => {
    const [text, label, ...rest] = line.split('\t')
    if (!text?.trim() || !label || rest.length > 0) throw new Error(`${path}:${i + 2}: not text, tab, label`)
    return { text: text.trim(), label: CLASSES[label], digest: sha256(text) }
  })
}

/** Rows whose text is not in `seen`, which grows by them. */
const fresh = (rows, seen) =>
  rows.filter(({ text }) => {
    const key = keyOf(text)
    return seen.has(key) ? false : seen.add(key)
  })

const source = process.argv[2]
if (!source) throw new Error('usage: node examples/data/make-dbpedia.mjs SOURCE_FOLDER')
const seen = new Set()
const labelled = rows => rows.filter(row => row.label !== undefined).sort(byDigest)
const test = labelled(
  fresh([...(await readRows(join(source, 'test.tsv'))), ...(await readRows(join(source, 'dev.tsv')))], seen),
)
const train = fresh(await readRows(join(source, 'train.tsv')), seen).sort(byDigest)

const taken = new Map()
const parts = { private: [], public: [], distil: [] }
for (const row of train) {
  const before = taken.get(row.label) ?? 0
  taken.set(row.label, before + 1)
  const part =
    row.label === undefined || before >= PRIVATE + PUBLIC ? 'distil' : before < PRIVATE ? 'private' : 'public'
  parts[part].push(row)
}

const table = rows => `text\tlabel\n${rows.map(({ text, label }) => `${text}\t${label}\n`).join('')}`
const plain = rows => rows.map(({ text }) => `${text}\n`).join('')
const files = {
  'distil.txt': plain(parts.distil),
  'private.tsv': table(parts.private),
  'public.txt': plain(parts.public),
  'test.tsv': table(test),
}
const out = fileURLToPath(new URL('dbpedia/', import.meta.url))
for (const [name, content] of Object.entries(files)) await writeFile(join(out, name), content)
const sums = Object.entries(files).map(([name, content]) => `${sha256(content)}  ${name}\n`)
await writeFile(join(out, 'SHA256SUMS'), sums.join(''))
for (const [name, content] of Object.entries(files))
  console.log(`${name}: ${content.split('\n').length - 1} lines, ${Buffer.byteLength(content)} bytes`)
