/**
 * Has functions take what they use of Node's own modules from those modules themselves. Who imports from `node:crypto` by name makes Node
 * look up all that could be imported from it first, and with it load what nobody here uses: streams for files, parsers of arguments,
 * for `node:process` standard input and output.
 */
import { builtinModules } from 'node:module'

const BUILTIN = new RegExp(`^(node:)?(${builtinModules.join('|')})$`)

/** Only names that somebody uses stay, as the results of calls said to be pure. */
const contentsOf = (path, names) =>
  [
    `const module = /* @__PURE__ */ process.getBuiltinModule('node:${path}')`,
    'export default module',
    ...names.map(name => `export const ${name} = /* @__PURE__ */ (() => module.${name})()`),
  ].join('\n')

/** An esbuild plugin. */
export const builtins = {
  name: 'builtins',
  setup(build) {
    build.onResolve({ filter: BUILTIN }, ({ path, kind }) =>
      // What is loaded later may come whole.
      kind === 'import-statement'
        ? { path: path.replace(/^node:/, ''), namespace: 'builtins', sideEffects: false }
        : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'builtins' }, async ({ path }) => {
      const names = Object.keys(await import(`node:${path}`)).filter(name => name !== 'default')
      return { contents: contentsOf(path, names) }
    })
  },
}
