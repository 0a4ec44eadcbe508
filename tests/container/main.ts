/**
 * `npm run container:tree -- FOLDER [--archive FILE] [--compiled] [NAME=VALUE...] [-- FLAG...]`: builds the container's files in a
 * new folder without Docker, and starts a worker in them with these variables and flags.
 * @module
 */
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildTree, startInTree } from './tree.js'

const [own, flags] = ((): [string[], string[]] => {
  const words = process.argv.slice(2)
  const end = words.indexOf('--')
  return end < 0 ? [words, []] : [words.slice(0, end), words.slice(end + 1)]
})()
const { values, positionals } = parseArgs({
  args: own,
  allowPositionals: true,
  options: { archive: { type: 'string' }, compiled: { type: 'boolean', default: false } },
})
const [name, ...given] = positionals
if (name === undefined || given.some(pair => !pair.includes('='))) {
  process.stderr.write(
    'usage: npm run container:tree -- FOLDER [--archive FILE] [--compiled] [NAME=VALUE...] [-- FLAG...]\n',
  )
  process.exit(2)
}
const folder = resolve(name)
mkdirSync(folder)
buildTree(folder, {
  isCompiled: values.compiled,
  ...(values.archive !== undefined && { archive: resolve(values.archive) }),
})
process.stdout.write(`${folder}: built\n`)
const pairs = given.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
const child = startInTree(folder, Object.fromEntries(pairs), flags)
const [code] = (await once(child, 'exit')) as [number | null]
process.stdout.write(`the worker ended with ${code}\n`)
process.exitCode = code ?? 1
