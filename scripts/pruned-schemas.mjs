/**
 * Lets the bundler leave out what AWS's clients know of operations that nobody calls.
 *
 * Their schemas are arrays at the top of one module. They name constants as keys (`{ [_hH]: ... }`), which a bundler must take for calls
 * that could do something, so it keeps them all; as the results of calls said to be pure it keeps those that are used.
 */
import { readFile } from 'node:fs/promises'

/** A schema: on one line, or closed by a bracket of its own. */
const SCHEMA = /^(export var|var|const) (\w+\$?) = (\[.*\]|\[[\s\S]*?\n\]);$/gm

/** An esbuild plugin. */
export const prunedSchemas = {
  name: 'pruned-schemas',
  setup(build) {
    build.onLoad(
      { filter: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replace(SCHEMA, '$1 $2 = /* @__PURE__ */ (() => $3)();'),
        loader: 'js',
      }),
    )
  },
}
