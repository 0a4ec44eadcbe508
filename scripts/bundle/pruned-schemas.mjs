/**
 * Lets the bundler leave out what AWS's clients know of operations that nobody calls.
 *
 * Their schemas are arrays at the top of one module, with constants as keys of what they hold (`{ [_hH]: ... }`), which a bundler must
 * take for calls that could do something: it keeps them all. Where the keys are written out it keeps those that are used.
 */
import { readFile } from 'node:fs/promises'

const CONSTANT = /^const (\w+) = ("[^"\n]*");$/gm
const KEY = /\[(\w+)\]:/g

/** An esbuild plugin. */
export const prunedSchemas = {
  name: 'pruned-schemas',
  setup(build) {
    build.onLoad(
      { filter: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      async ({ path }) => {
        const text = await readFile(path, 'utf8')
        const constants = new Map(Array.from(text.matchAll(CONSTANT), ([, name, value]) => [name, value]))
        return {
          contents: text.replace(KEY, (key, name) => (constants.has(name) ? `${constants.get(name)}:` : key)),
          loader: 'js',
        }
      },
    )
  },
}
