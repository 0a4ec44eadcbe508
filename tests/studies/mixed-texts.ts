/**
 * `npm run study:texts -- --out FILE --sources JSON`: public texts of several tasks as one file to distil on, half of them as they are,
 * half in the templates of the tasks, in a mixed order. JSON is a list of `{ path, read, templates, words }`: how a file is read, the
 * templates its texts take turns in, and the words that are left of a text there (60), so that its cue is not cut off.
 * @module
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type ReadTextsOptions, readTexts } from '@promptpost/engine/data'
import { createRandom } from '@promptpost/engine/text'

export type MixedSource = { path: string; read?: ReadTextsOptions; templates: string[]; words?: number }

/** Texts of each source, and words of one that stands alone. */
const PER_SOURCE = 1600
const WORDS = 100

const cut = (text: string, words: number): string =>
  text
    .replaceAll(/<br \/>|\u0085/g, ' ')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, words)
    .join(' ')

/** Every other text in a template. */
export const inTemplates = (
  texts: readonly string[],
  { templates, words = 60 }: Pick<MixedSource, 'templates' | 'words'>,
): string[] =>
  texts.map((text, i) => {
    if (i % 2 === 0 || templates.length === 0) return cut(text, WORDS)
    const template = templates[((i - 1) / 2) % templates.length]!
    return template.replaceAll('\\n', '\n').replace('{text}', () => cut(text, words))
  })

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, sources: { type: 'string' }, seed: { type: 'string', default: '1' } },
  })
  if (!values.out || !values.sources) throw new Error('--out and --sources: are needed')
  const random = createRandom(Number(values.seed))
  const mixed: string[] = []
  for (const source of JSON.parse(values.sources) as MixedSource[]) {
    const texts = random.shuffled([...new Set(await readTexts(source.path, source.read))])
    mixed.push(...inTemplates(texts.slice(0, PER_SOURCE), source))
  }
  // Paragraphs: what stands between empty lines is one text.
  await writeFile(values.out, `${random.shuffled(mixed).join('\n\n')}\n`)
  console.log(`${mixed.length} texts`)
}

if (process.argv[1]?.endsWith('mixed-texts.ts')) await main()
