/**
 * Has AWS's clients import from the modules that they use and not from lists of modules. Whatever a list names and anybody uses is
 * put where all users of the list are, so what a client loaded later needs would be read at each start.
 */
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

const IMPORT = /^import \{([^}]*)\} from "([^"]+)";$/gm
const EXPORT = /^export \{([^}]*)\} from "([^"]+)";$/gm

/** `a, b as c` as pairs: a a, b c. */
const pairsOf = text =>
  text
    .split(',')
    .map(part => part.trim().split(/\s+as\s+/))
    .filter(([name]) => name !== '')
    .map(([name, alias = name]) => ({ name, alias }))

/** An esbuild plugin. */
export const directImports = {
  name: 'direct-imports',
  setup(build) {
    const lists = new Map()

    /** Where a module finds what it exports of others, by name. */
    const readList = async path => {
      const found = new Map()
      for (const [, names, module] of (await readFile(path, 'utf8')).matchAll(EXPORT)) {
        const target = await pathOf(module, path)
        for (const { name, alias } of pairsOf(names)) found.set(alias, { name, path: target })
      }
      return found
    }
    const listOf = path => {
      if (!lists.has(path)) lists.set(path, readList(path))
      return lists.get(path)
    }
    const pathOf = async (module, importer) => {
      const { path } = await build.resolve(module, {
        importer,
        resolveDir: dirname(importer),
        kind: 'import-statement',
      })
      return path
    }
    /** Follows a name through lists of lists. */
    const follow = async (path, name) => {
      const next = (await listOf(path)).get(name)
      return next ? follow(next.path, next.name) : { path, name }
    }
    const direct = async ([statement, names, module], importer) => {
      const path = await pathOf(module, importer)
      if (!path.endsWith('.js') || (await listOf(path)).size === 0) return statement
      const lines = pairsOf(names).map(async ({ name, alias }) => {
        const source = await follow(path, name)
        return `import { ${source.name} as ${alias} } from ${JSON.stringify(source.path)};`
      })
      return (await Promise.all(lines)).join('\n')
    }

    build.onLoad(
      { filter: /[\\/]node_modules[\\/]@(aws-sdk|smithy)[\\/].*[\\/]dist-es[\\/].*\.js$/ },
      async ({ path }) => {
        const text = await readFile(path, 'utf8')
        const statements = await Promise.all(Array.from(text.matchAll(IMPORT), match => direct(match, path)))
        return { contents: text.replace(IMPORT, () => statements.shift()), loader: 'js' }
      },
    )
  },
}
