/**
 * Validators as modules of plain code (Ajv standalone, bundled): of every operation's JSON body and parameters, and of the
 * files of settings.
 */
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'
import { METHODS } from './operations.mjs'

const OPTIONS = {
  strict: false,
  validateFormats: false,
  allErrors: false,
  code: { source: true, esm: true, lines: true },
}

/** References are to the contract, wherever a schema is put. */
const rebase = schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"contract#/components/'))

const follow = (contract, value) =>
  value.$ref
    ? value.$ref
        .slice(2)
        .split('/')
        .reduce((at, part) => at[part], contract)
    : value

const operationsOf = contract =>
  Object.values(contract.paths).flatMap(path =>
    METHODS.filter(method => path[method]).map(method => path[method]),
  )

/** The parameters of one place as the schema of an object. Unknown ones are refused, so that a typo is seen. */
const parametersSchema = (contract, operation, place) => {
  const all = (operation.parameters ?? []).map(parameter => follow(contract, parameter))
  const here = all.filter(parameter => parameter.in === place)
  return {
    type: 'object',
    properties: Object.fromEntries(here.map(({ name, schema }) => [name, rebase(schema)])),
    required: here.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  }
}

/** An Ajv that knows the contract. */
const ajvOf = (contract, options) => new Ajv2020({ ...OPTIONS, ...options }).addSchema(contract, 'contract')

/** Source of a module that exports one validator under a name. */
const moduleOf = (ajv, name, $id, schema) => {
  ajv.addSchema({ $id, ...schema })
  return standalone.default(ajv, { [name]: $id })
}

/** @param typed the file that says which types the validators have */
const bundled = async (parts, typed) => {
  const root = fileURLToPath(new URL('../', import.meta.url))
  const { outputFiles } = await build({
    stdin: {
      contents: Object.keys(parts)
        .map(part => `export * from '${part}'\n`)
        .join(''),
      resolveDir: root,
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    plugins: [
      {
        name: 'parts',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: new RegExp(`^(${Object.keys(parts).join('|')})$`) }, ({ path }) => ({
            path,
            namespace: 'part',
          }))
          onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => ({
            contents: parts[path],
            resolveDir: root,
          }))
        },
      },
    ],
  })
  // Ajv writes plain JavaScript, in which the compiler would miss every type; the file named here gives it its types.
  return `// @ts-nocheck: JavaScript as Ajv writes it; ${typed} gives it its types.\n${outputFiles[0].text}`
}

/** @returns by operation, source of a module that exports `query` and, where it takes JSON, `body` */
export const validatorCode = async contract => {
  const bodies = ajvOf(contract, {})
  const queries = ajvOf(contract, { coerceTypes: true, useDefaults: true })
  const code = {}
  for (const operation of operationsOf(contract)) {
    const { operationId: id, requestBody } = operation
    const schema = requestBody?.content['application/json']?.schema
    const query = moduleOf(queries, 'query', `query_${id}`, parametersSchema(contract, operation, 'query'))
    const body = schema && moduleOf(bodies, 'body', `body_${id}`, rebase(schema))
    code[id] = await bundled({ query, ...(body && { body }) }, 'http/validate.ts')
  }
  return code
}

/** @returns source of what loads the validators of an operation when it is first called: all of them are a quarter of the service's code */
export const validatorLoaders = operations => `export const VALIDATORS = {
${operations.map(name => `  ${name}: () => import('./validators/${name}.js'),\n`).join('')}}
`

/** @returns source of a module that exports a validator for the title of each schema */
export const schemaValidatorCode = async schemas => {
  const ajv = new Ajv2020({ ...OPTIONS, verbose: true, allErrors: true })
  for (const schema of schemas) ajv.addSchema({ ...schema, $id: schema.title })
  const names = Object.fromEntries(schemas.map(({ title }) => [title, title]))
  return bundled({ settings: standalone.default(ajv, names) }, 'check-settings.ts')
}
