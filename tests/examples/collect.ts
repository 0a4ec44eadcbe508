/**
 * The examples that readers see: `@example` of doc comments in the sdk, and TypeScript blocks of the pages.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import * as sdk from 'promptpost'
import * as evaluation from 'promptpost/evaluation'
import * as pages from 'promptpost/pages'
import * as webhooks from 'promptpost/webhooks'
import ts from 'typescript'
import { REPOSITORY } from '../support/service.js'

export type Example = {
  /** File and number in it, as `sdk/src/local/tune-prompt.ts#1`. */
  id: string
  /** As it stands there. */
  text: string
  /** As a module: with imports of what the package exports, where it is a doc comment's. */
  code: string
}

const ENTRIES = {
  'promptpost/webhooks': webhooks,
  'promptpost/evaluation': evaluation,
  'promptpost/pages': pages,
  promptpost: sdk,
}

const importsFor = (text: string): string => {
  const taken = new Set<string>()
  return Object.entries(ENTRIES)
    .map(([entry, exported]) => {
      const names = Object.keys(exported).filter(
        name => !taken.has(name) && new RegExp(`(?<![.\\w])${name}\\(`).test(text),
      )
      for (const name of names) taken.add(name)
      return names.length > 0 ? `import { ${names.join(', ')} } from '${entry}'\n` : ''
    })
    .join('')
}

const inComments = (file: string): string[] => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true)
  const found = new Map<number, string>()
  const visit = (node: ts.Node): void => {
    for (const tag of ts.getJSDocTags(node))
      if (tag.tagName.text === 'example') found.set(tag.pos, ts.getTextOfJSDocComment(tag.comment) ?? '')
    ts.forEachChild(node, visit)
  }
  visit(source)
  return [...found].sort(([a], [b]) => a - b).map(([, text]) => text)
}

const inPage = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => text!)

const filesOf = (folder: string, isWanted: (name: string) => boolean): string[] =>
  readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })
    .filter(isWanted)
    .map(name => join(REPOSITORY, folder, name))
    .sort()

/** All of them. */
export const collectExamples = (): Example[] => {
  const sources = [
    join(REPOSITORY, 'base/src/errors.ts'),
    ...filesOf('sdk/src', name => name.endsWith('.ts') && !/\.test\.|^generated/.test(name)),
  ]
  const pages = ['README.md', 'sdk/README.md'].map(name => join(REPOSITORY, name))
  pages.push(...filesOf('docs', name => /^[^/]+\.md$/.test(name)))
  const numbered = (file: string, texts: string[], prefix: (text: string) => string): Example[] =>
    texts.map((text, i) => ({
      id: `${relative(REPOSITORY, file)}#${i + 1}`,
      text,
      code: `${prefix(text)}${text}\nexport {}\n`,
    }))
  return [
    ...sources.flatMap(file => numbered(file, inComments(file), importsFor)),
    ...pages.flatMap(file => numbered(file, inPage(file), () => '')),
  ]
}
