/**
 * The dashboard as the service serves it: its program as one file, its style, its icon, under names that hold their digests,
 * and the page that names them.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build, transform } from 'esbuild'

const root = fileURLToPath(new URL('../', import.meta.url))
const source = name => new URL(`../dashboard/src/${name}`, import.meta.url)

/** Licences of what the program contains go with it, since the service hands out copies. */
const licences = async () => {
  const texts = ['preact', 'openapi-fetch'].map(async name => {
    const text = await readFile(new URL(`../node_modules/${name}/LICENSE`, import.meta.url), 'utf8')
    return `/*! ${name}\n${text.trim()} */`
  })
  return (await Promise.all(texts)).join('\n')
}

const program = async () => {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['dashboard/src/main.tsx'],
    // From the source, so that nothing need be built before.
    alias: { 'promptpost/pages': './sdk/src/pages/index.ts' },
    tsconfigRaw: { compilerOptions: { jsx: 'react-jsx', jsxImportSource: 'preact' } },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    banner: { js: await licences() },
    legalComments: 'none',
    write: false,
  })
  return outputFiles[0].text
}

const style = async () =>
  (
    await transform(await readFile(source('style.css'), 'utf8'), {
      loader: 'css',
      minify: true,
      target: 'es2022',
    })
  ).code

/** @returns a module of text, so that the service reads no files and runs wherever its code does */
export const dashboardCode = async () => {
  const assets = [
    ['main.js', 'text/javascript; charset=utf-8', await program()],
    ['style.css', 'text/css; charset=utf-8', await style()],
    ['icon.svg', 'image/svg+xml', await readFile(source('icon.svg'), 'utf8')],
  ]
  let page = await readFile(source('page.html'), 'utf8')
  const files = {}
  for (const [name, type, text] of assets) {
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 16)
    const full = name.replace('.', `-${digest}.`)
    page = page.replace(`dashboard/${name}`, `dashboard/${full}`)
    files[full] = { type, text }
  }
  return `
/** The page. */
export const dashboardPage = ${JSON.stringify(page)}

/** What the page names. A name holds the content's digest, so what it names never changes. */
export const dashboardFiles: Readonly<Record<string, { type: string; text: string }>> = ${JSON.stringify(files, null, 2)}
`
}
