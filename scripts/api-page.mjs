/**
 * sdk/api.md from the built declarations of the sdk: every public method and function with its signature and its first
 * sentence. Signatures are taken as they are written; only what was inlined by the compiler gets its name back.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const sdk = new URL('../sdk/', import.meta.url)
const contract = fileURLToPath(new URL('dist/generated/contract.d.ts', sdk))

const namesOf = members => members.map(member => member.name?.getText() ?? '').sort()

/** Schemas of the contract by the names of their properties. */
const schemaNames = source => {
  const components = source.statements.find(
    node => ts.isInterfaceDeclaration(node) && node.name.text === 'components',
  )
  const schemas = components.members.find(member => member.name.getText() === 'schemas')
  const found = new Map()
  for (const { name, type } of schemas.type.members)
    if (type && ts.isTypeLiteralNode(type)) found.set(namesOf(type.members).join(), name.getText())
  return found
}

/** A type or parameter on one line. Object types are shown by their schema, else by the names in them. */
const renderer = (checker, schemas) => {
  const render = node => {
    if (ts.isTypeLiteralNode(node)) {
      const schema = schemas.get(namesOf(node.members).join())
      if (schema) return schema
      const members = node.members.map(
        member => `${member.name?.getText() ?? '…'}${member.questionToken ? '?' : ''}`,
      )
      return `{ ${members.join(', ')} }`
    }
    if (ts.isIndexedAccessTypeNode(node)) {
      const schema = /^(?:Schemas|.*components\[["']schemas["']\])\[["'](\w+)["']\]$/.exec(node.getText())
      if (schema) return schema[1]
    }
    if (ts.isImportTypeNode(node)) {
      const given = node.typeArguments?.map(render).join(', ')
      return `${node.qualifier?.getText() ?? ''}${given ? `<${given}>` : ''}`
    }
    if (ts.isObjectBindingPattern(node)) return 'options'
    if (ts.isTypeQueryNode(node)) {
      const [constant] = checker.getSymbolAtLocation(node.exprName)?.declarations ?? []
      if (constant?.initializer) return constant.initializer.getText().replaceAll('"', "'")
    }
    let text = ''
    let at = node.getStart()
    ts.forEachChild(node, child => {
      text += node.getSourceFile().text.slice(at, child.getStart()) + render(child)
      at = child.end
    })
    return (text + node.getSourceFile().text.slice(at, node.end)).replace(/\s+/g, ' ').replaceAll('"', "'")
  }
  return render
}

const firstSentence = node => {
  const documented = ts.isVariableDeclaration(node) ? node.parent.parent : node
  const comment = ts.getJSDocCommentsAndTags(documented).findLast(ts.isJSDoc)?.comment
  const text = (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s+/g, ' ').trim()
  const plain = text.replace(/\{@link (\w+)\}/g, '`$1`')
  return /^.*?(?<!\bal)[.](?=\s|$)/.exec(plain)?.[0] ?? plain
}

/** As in the installed package, which has no sources. */
const placeOf = node => node.getSourceFile().fileName.replace(/^.*\/sdk\/dist\//, 'dist/')

/** What can be given to a call, a line for each: types that are called options, with the fields that stand in them. */
const optionLines = (render, name, node) => {
  if (!ts.isTypeAliasDeclaration(node) || !/Options$/.test(name)) return []
  const parts = node.type.types ?? [node.type]
  const fields = parts.flatMap(part => part.members ?? []).filter(ts.isPropertySignature)
  if (fields.length === 0) return []
  const others = parts.filter(part => !part.members).map(part => `\`${render(part)}\``)
  const lines = fields.map(field => {
    const sentence = firstSentence(field)
    const mark = field.questionToken ? '?' : ''
    return `  - \`${field.name.getText()}${mark}: ${render(field.type)}\`${sentence ? `: ${sentence}` : ''}`
  })
  return [`- \`type ${name}\`${others.length > 0 ? `: ${others.join(' and ')}, and` : ''}:`, ...lines]
}

/** Lines of what can be called in a declaration; none where nothing can. */
const linesOf = (render, name, node) => {
  const line = (called, { parameters, type }, arrow, documented = node) => {
    const sentence = firstSentence(documented)
    const gives = type ? `${arrow}${render(type)}` : ''
    return `- \`${called}(${parameters.map(render).join(', ')})${gives}\`${sentence ? `: ${sentence}` : ''}`
  }
  const methods = members =>
    members
      .filter(member => ts.isMethodSignature(member) || ts.isMethodDeclaration(member))
      .map(member => line(`${name}.${member.name.getText()}`, member, ': ', member))
  if (ts.isFunctionDeclaration(node)) return [line(name, node, ': ')]
  if (ts.isVariableDeclaration(node) && node.type && ts.isFunctionTypeNode(node.type))
    return [line(name, node.type, ': ')]
  if (ts.isClassDeclaration(node)) {
    const made = node.members.find(ts.isConstructorDeclaration)
    if (made) return [line(`new ${name}`, made, ''), ...methods(node.members)]
    const base = node.heritageClauses?.map(render).join(' ')
    return [`- \`class ${name}${base ? ` ${base}` : ''}\`: ${firstSentence(node)}`, ...methods(node.members)]
  }
  const type = ts.isTypeAliasDeclaration(node) ? node.type : node
  const parts = type.types ?? [type]
  return parts.filter(part => part.members).flatMap(part => methods(part.members))
}

/** Methods of a resource of the client: what the function that makes it returns. */
const resourceLines = (render, checker, property) => {
  const { exprName } = property.type.typeArguments[0]
  const local = checker.getSymbolAtLocation(exprName)
  const [made] = checker.getAliasedSymbol(local).declarations
  const lines = made.type.type.members.flatMap(member => {
    const signature = member.type && ts.isFunctionTypeNode(member.type) ? member.type : member
    const { parameters, type } = signature
    const called = `client.${property.name.text}.${member.name.getText()}`
    const sentence = firstSentence(member)
    // `typeof unwrap`: described where it stands.
    if (!parameters) return [`- \`${called}\`: ${sentence}`]
    return [`- \`${called}(${parameters.map(render).join(', ')}): ${render(type)}\`: ${sentence}`]
  })
  return [`### client.${property.name.text}`, '', `In \`${placeOf(made)}\`.`, '', ...lines, '']
}

/** The whole page. */
export const apiPage = () => {
  const { exports } = JSON.parse(readFileSync(new URL('package.json', sdk), 'utf8'))
  const entries = Object.entries(exports)
    .filter(([, { types }]) => types)
    .map(([name, { types }]) => ({ name, file: fileURLToPath(new URL(types, sdk)) }))
  const program = ts.createProgram({
    rootNames: [...entries.map(({ file }) => file), contract],
    // Signatures are read, not checked: libraries are not needed.
    options: { noLib: true, types: [], module: ts.ModuleKind.NodeNext, noEmit: true },
  })
  const checker = program.getTypeChecker()
  const render = renderer(checker, schemaNames(program.getSourceFile(contract)))
  const exported = new Map(
    entries.map(({ name, file }) => {
      const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)))
      return [
        name,
        symbols
          .map(symbol => {
            const isAlias = symbol.flags & ts.SymbolFlags.Alias
            const [node] = (isAlias ? checker.getAliasedSymbol(symbol) : symbol).declarations ?? []
            return { name: symbol.name, node }
          })
          .filter(({ node }) => node !== undefined)
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      ]
    }),
  )
  const subpaths = [...exported].filter(([name]) => name !== '.')
  const whole = exported.get('.')
  const isIn = (symbols, { name, node }) => symbols.some(other => other.name === name && other.node === node)
  const within = subpaths.filter(([, symbols]) => symbols.every(symbol => isIn(whole, symbol)))
  const page = [
    '<!-- Generated from the declarations of sdk by scripts/generate.mjs. Do not edit. -->',
    '',
    '# The SDK, call by call',
    '',
    'Names of types are those of the declarations; those of the service are `Schemas` in the code. Each call has its whole',
    'description, with an example, where it is declared: in the installed package, in the file that is named.',
    '',
    '## promptpost',
    '',
    `All of ${within.map(([name]) => `\`promptpost${name.slice(1)}\``).join(', ')}, and:`,
    '',
    ...whole
      .filter(symbol => !within.some(([, symbols]) => isIn(symbols, symbol)))
      .flatMap(({ name, node }) => [...linesOf(render, name, node), ...optionLines(render, name, node)]),
    '',
  ]
  for (const [subpath, symbols] of subpaths) {
    const client = symbols.find(({ name }) => name === 'PromptPost')
    page.push(`## promptpost${subpath.slice(1)}`, '')
    page.push(...symbols.flatMap(({ name, node }) => linesOf(render, name, node)), '')
    const options = symbols.flatMap(({ name, node }) => optionLines(render, name, node))
    if (options.length > 0) page.push(`### Options of promptpost${subpath.slice(1)}`, '', ...options, '')
    if (client)
      for (const member of client.node.members.filter(ts.isPropertyDeclaration))
        page.push(...resourceLines(render, checker, member))
  }
  return `${page
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`
}
