/**
 * Builds the functions of the deployment from api/dist: a folder api/bundle/NAME each, with nothing else to install. What few calls
 * need (pages, the contract's text, webhooks, JWTs) lies in files of its own beside index.mjs and is loaded when it is needed.
 * Prints sizes and import times, and fails where one is larger or slower than budget.json allows.
 *
 *     npm run bundle                  build and measure
 *     npm run bundle -- --size-only   build, and check sizes alone: a busy machine tells no times
 *     npm run bundle -- --out FOLDER  into a new or empty folder, not into api/bundle
 */
import { execFileSync } from 'node:child_process'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { builtins } from './builtins.mjs'
import { directImports } from './direct-imports.mjs'
import { prunedSchemas } from './pruned-schemas.mjs'
import { roleCredentials } from './role-credentials.mjs'
import { intoOneFile } from './start-file.mjs'
import { unreached } from './unreached.mjs'

const root = new URL('../../', import.meta.url)
const at = path => fileURLToPath(new URL(path, root))
const budget = JSON.parse(await readFile(new URL('budget.json', import.meta.url), 'utf8'))
const names = Object.keys(budget)
/** What all files of functions are. */
const output = { bundle: true, minify: true, platform: 'node', format: 'esm', target: 'node20' }

const { values } = parseArgs({
  options: { 'size-only': { type: 'boolean', default: false }, out: { type: 'string' } },
})
const out = values.out ?? at('api/bundle')

// Only what nobody but this makes is taken away.
if (values.out === undefined) await rm(out, { recursive: true, force: true })
else if ((await readdir(out).catch(() => [])).length > 0)
  throw new Error(`--out: ${out} has files in it. Name a new folder, or an empty one.`)
for (const name of names) {
  const { metafile } = await build({
    entryPoints: { index: at(`api/dist/lambda/${name}.js`) },
    outdir: join(out, name),
    outExtension: { '.js': '.mjs' },
    ...output,
    splitting: true,
    // The modern build of packages that have both; it can be shaken.
    mainFields: ['module', 'main'],
    plugins: [builtins, prunedSchemas, roleCredentials, unreached, directImports],
    legalComments: 'none',
    metafile: true,
  })
  await intoOneFile(join(out, name), metafile.outputs, output)
}

/** A package that is CommonJS and asks for a module of Node's would fail there, where modules are ES modules. */
for (const name of names)
  for (const file of await readdir(join(out, name)))
    if ((await readFile(join(out, name, file), 'utf8')).includes('Dynamic require of'))
      throw new Error(`${name}/${file} calls require: a package in it is CommonJS`)

/** The middle of several starts, each in a process of its own, in milliseconds. */
const importTime = name => {
  const url = pathToFileURL(join(out, name, 'index.mjs')).href
  const code = `const t = performance.now(); await import(${JSON.stringify(url)}); process.stdout.write(String(performance.now() - t))`
  const run = () =>
    Number(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }))
  const times = Array.from({ length: 9 }, run).sort((a, b) => a - b)
  return times[4]
}

const folderSize = async folder => {
  const sizes = (await readdir(folder)).map(async file => (await stat(`${folder}/${file}`)).size)
  return (await Promise.all(sizes)).reduce((a, b) => a + b)
}

// Whoever reads the table may stop reading.
process.stdout.on('error', error => {
  if (error.code !== 'EPIPE') throw error
})
let isOver = false
const sizeOnly = values['size-only']
process.stdout.write('function            bytes    at most   import ms    at most\n')
for (const name of names) {
  const size = await folderSize(join(out, name))
  const time = sizeOnly ? undefined : importTime(name)
  const { bytes, milliseconds } = budget[name]
  if (size > bytes || (time ?? 0) > milliseconds) isOver = true
  const cells = [size, bytes, time?.toFixed(0) ?? '', milliseconds].map((cell, i) =>
    String(cell).padStart(i === 0 ? 10 : 11),
  )
  process.stdout.write(`${name.padEnd(15)}${cells.join('')}\n`)
}
if (isOver) {
  process.stderr.write('over the budget in scripts/bundle/budget.json\n')
  process.exitCode = 1
}
