/**
 * Validators of every operation's JSON body and parameters as one module of plain code (Ajv standalone, bundled).
 */
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'

const METHODS = ['get', 'put', 'post', 'delete', 'patch']
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

const modulesOf = (contract, kind, options, schemaOf) => {
  const ajv = new Ajv2020({ ...OPTIONS, ...options }).addSchema(contract, 'contract')
  const names = {}
  for (const operation of operationsOf(contract)) {
    const schema = schemaOf(operation)
    if (!schema) continue
    const name = `${kind}_${operation.operationId}`
    ajv.addSchema({ $id: name, ...schema })
    names[name] = name
  }
  return standalone.default(ajv, names)
}

/** @returns source of a module that exports `body_OPERATION` and `query_OPERATION` */
export const validatorCode = async contract => {
  const bodies = modulesOf(contract, 'body', {}, operation => {
    const schema = operation.requestBody?.content['application/json']?.schema
    return schema && rebase(schema)
  })
  const queries = modulesOf(contract, 'query', { coerceTypes: true, useDefaults: true }, operation =>
    parametersSchema(contract, operation, 'query'),
  )
  const root = fileURLToPath(new URL('../', import.meta.url))
  const parts = { bodies, queries }
  const { outputFiles } = await build({
    stdin: { contents: "export * from 'bodies'\nexport * from 'queries'\n", resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    plugins: [
      {
        name: 'parts',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /^(bodies|queries)$/ }, ({ path }) => ({ path, namespace: 'part' }))
          onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => ({
            contents: parts[path],
            resolveDir: root,
          }))
        },
      },
    ],
  })
  // Ajv writes plain JavaScript, in which the compiler would miss every type; validate.ts gives it its types.
  return `// @ts-nocheck: JavaScript as Ajv writes it; validate.ts gives it its types.\n${outputFiles[0].text}`
}
