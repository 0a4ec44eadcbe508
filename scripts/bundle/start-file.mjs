/**
 * Puts what a function reads at its start into its one file. Splitting makes a file of each set of modules that files loaded later share
 * with the start, and each costs a start about a millisecond; after this they only name what is in index.mjs.
 */
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

const ENTRY = 'index.mjs'

/** What files loaded later have imported stays a file of its own. */
const laterStays = {
  name: 'later-stays',
  setup(build) {
    build.onResolve({ filter: /^\.\// }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    )
  },
}

/** Names of the files that `entry` imports at once, by way of others too, and its own. */
const startOf = (outputs, entry, found = new Set()) => {
  if (found.has(entry)) return found
  found.add(entry)
  for (const { path, kind, external } of outputs[entry].imports)
    if (kind === 'import-statement' && !external) startOf(outputs, path, found)
  return found
}

/**
 * @param folder a function's files: index.mjs and what it loads, all side by side
 * @param outputs what esbuild's metafile says of them
 * @param output esbuild's options for what it writes
 */
export const intoOneFile = async (folder, outputs, output) => {
  const entry = Object.keys(outputs).find(path => basename(path) === ENTRY)
  const files = [...startOf(outputs, entry)].map(path => ({
    file: basename(path),
    exports: outputs[path].exports,
  }))
  // Each file has a short `a` of its own; the entry's names are what Lambda calls.
  const names = files.map(({ file, exports }, i) =>
    exports.map(name => ({ name, unique: file === ENTRY ? name : `${name}_${i}` })),
  )
  const list = (file, pairs, from, to) =>
    `export { ${pairs.map(pair => `${pair[from]} as ${pair[to]}`).join(', ')} } from './${file}'\n`
  await build({
    stdin: {
      contents: files.map(({ file }, i) => list(file, names[i], 'name', 'unique')).join(''),
      resolveDir: folder,
    },
    outfile: join(folder, ENTRY),
    allowOverwrite: true,
    ...output,
    plugins: [laterStays],
  })
  await Promise.all(
    files.flatMap(({ file }, i) =>
      file === ENTRY ? [] : [writeFile(join(folder, file), list(ENTRY, names[i], 'unique', 'name'))],
    ),
  )
}
