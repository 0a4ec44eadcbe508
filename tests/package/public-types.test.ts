/**
 * Whoever uses the package can name every type that its calls and options name, and none of them is `any`.
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { REPOSITORY } from '../support/service.js'

const SDK = join(REPOSITORY, 'sdk')
const { exports } = JSON.parse(readFileSync(join(SDK, 'package.json'), 'utf8')) as {
  exports: Record<string, { types?: string }>
}
const entries = Object.values(exports).flatMap(({ types }) => (types ? [join(SDK, types)] : []))

/** Types that stand in the declarations of packages and of the language, not of this one. */
const isOurs = (file: string): boolean => /\/(sdk|engine|base)\/dist\//.test(file)

/** Parts of an answer can be named by the answer's type; what is given to a call has to have a name of its own. */
const isGiven = (symbol: ts.Symbol): boolean =>
  !(symbol.flags & (ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Interface)) ||
  /(Options|Settings|Request|Task)$/.test(symbol.name)

/** Types that nobody gives or gets, and why. */
const INSIDE: Record<string, string> = { RawPage: 'pages are made by the client alone' }

let exported: Map<ts.Symbol, string>
let checker: ts.TypeChecker

beforeAll(() => {
  const options = {
    strict: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    noEmit: true,
  }
  const program = ts.createProgram(entries, {
    ...options,
    types: ['node'],
    typeRoots: [join(REPOSITORY, 'node_modules/@types')],
  })
  checker = program.getTypeChecker()
  const symbols = entries.flatMap(file =>
    checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!),
  )
  exported = new Map(
    symbols.map(symbol => [
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
      symbol.name,
    ]),
  )
}, 120_000)

/** What is looked at of a declaration: signatures and fields. What a class keeps to itself is nobody's. */
const nodesOf = (symbol: ts.Symbol): ts.Node[] => {
  const found: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    if (
      ts.canHaveModifiers(node) &&
      ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)
    )
      return
    found.push(node)
    ts.forEachChild(node, visit)
  }
  for (const node of symbol.declarations ?? [])
    if (isOurs(node.getSourceFile().fileName) && !node.getSourceFile().fileName.includes('/generated/'))
      visit(node)
  return found
}

/** The declaration that a reference is to, through imports. */
const referredTo = (node: ts.TypeReferenceNode): ts.Symbol | undefined => {
  const symbol = checker.getSymbolAtLocation(node.typeName)
  if (!symbol) return undefined
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

describe('the public types', () => {
  it('of whatever a call is given or gives are exported', () => {
    const missing = new Set<string>()
    for (const [symbol, name] of [...exported].filter(([symbol]) => isGiven(symbol)))
      for (const node of nodesOf(symbol).filter(ts.isTypeReferenceNode)) {
        const target = referredTo(node)
        const declared = target?.declarations?.[0]
        if (!target || !declared || exported.has(target) || target.flags & ts.SymbolFlags.TypeParameter)
          continue
        const { fileName } = declared.getSourceFile()
        // Those of the contract are in `Schemas`.
        if (!isOurs(fileName) || fileName.includes('/generated/') || target.name in INSIDE) continue
        missing.add(`${name} names ${target.name}`)
      }
    expect([...missing].sort()).toEqual([])
  })

  it('say what they are: none is any', () => {
    const vague = [...exported].flatMap(([symbol, name]) =>
      nodesOf(symbol)
        .filter(node => node.kind === ts.SyntaxKind.AnyKeyword)
        .map(node => `${name}: ${node.parent.getText()}`),
    )
    expect(exported.size).toBeGreaterThan(150)
    expect(vague).toEqual([])
  })
})
