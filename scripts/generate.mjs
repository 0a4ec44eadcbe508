/**
 * Writes what is generated from openapi.yaml: contract types for api and sdk; for api also the document itself, as text, parsed and as a
 * page to read (also docs/http-api.html), since it must not read files of the repository at run time; what the service goes by of
 * it; and validators as plain code, so that no schema is compiled there.
 * From the schemas of the settings files in sdk/schemas come types and validators for sdk; from dashboard/src comes the
 * dashboard as the api serves it; from the built CLI comes docs/cli.md, and from the built declarations sdk/api.md.
 *
 *     node scripts/generate.mjs           write
 *     node scripts/generate.mjs --check   exit 1 when a file is not what would be written
 */
import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import openapiTypes, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'
import { apiPage } from './api-page.mjs'
import { dashboardCode } from './dashboard.mjs'
import { operationsCode } from './operations.mjs'
import { referencePage, styleDigest } from './reference.mjs'
import { schemaValidatorCode, validatorCode, validatorLoaders } from './validators.mjs'

const root = new URL('../', import.meta.url)
const contract = new URL('openapi.yaml', root)
const headerOf = source => `// Generated from ${source} by scripts/generate.mjs. Do not edit.\n`
const HEADER = headerOf('openapi.yaml')

const text = await readFile(contract, 'utf8')
const types = HEADER + astToString(await openapiTypes(contract))
const parsed = parse(text)
const document = `${HEADER}
/** openapi.yaml, parsed. */
export const contractDocument: unknown = JSON.parse(${JSON.stringify(JSON.stringify(parsed))})
`

const reference = referencePage(parsed)
const validators = await validatorCode(parsed)
const outputs = {
  'docs/http-api.html': reference,
  'api/src/generated/reference.ts': `${HEADER}
export const referencePage = ${JSON.stringify(reference)}

/** What a policy must name for the page's style to count. */
export const styleDigest = ${JSON.stringify(styleDigest)}
`,
  'api/src/generated/contract.ts': types,
  'sdk/src/generated/contract.ts': types,
  'api/src/generated/contract-text.ts': `${HEADER}
/** openapi.yaml, word for word. */
export const contractText = ${JSON.stringify(text)}
`,
  'api/src/generated/document.ts': document,
  'api/src/generated/operations.ts': HEADER + operationsCode(parsed),
  'api/src/generated/validators.ts': HEADER + validatorLoaders(Object.keys(validators)),
  'api/src/generated/dashboard.ts': headerOf('dashboard/src') + (await dashboardCode()),
}

for (const [operation, code] of Object.entries(validators))
  outputs[`api/src/generated/validators/${operation}.ts`] = HEADER + code

const SETTINGS_HEADER = headerOf('sdk/schemas')
const settings = await Promise.all(
  ['project', 'user'].map(async name =>
    JSON.parse(await readFile(new URL(`sdk/schemas/${name}.schema.json`, root), 'utf8')),
  ),
)
const settingsTypes = await openapiTypes({
  openapi: '3.1.0',
  info: { title: 'settings', version: '1' },
  paths: {},
  components: { schemas: Object.fromEntries(settings.map(schema => [schema.title, schema])) },
})
outputs['sdk/src/generated/settings.ts'] = SETTINGS_HEADER + astToString(settingsTypes)
outputs['sdk/src/generated/settings-validators.ts'] = SETTINGS_HEADER + (await schemaValidatorCode(settings))

// The pages of the commands and of the sdk are made from what was built last.
const program = new URL('sdk/dist/cli/program.js', root)
const isBuilt = await access(program).then(
  () => true,
  () => false,
)
if (isBuilt) {
  const [{ buildProgram }, { cliPage }] = await Promise.all([
    import(program),
    import(new URL('sdk/dist/cli/help/page.js', root)),
  ])
  outputs['docs/cli.md'] = cliPage(await buildProgram('0'))
  outputs['sdk/api.md'] = apiPage()
} else process.stderr.write('docs/cli.md and sdk/api.md are left as they are: build first (npm run build)\n')

const isCheck = process.argv.includes('--check')
const stale = []
for (const [name, content] of Object.entries(outputs)) {
  const path = fileURLToPath(new URL(name, root))
  if ((await readFile(path, 'utf8').catch(() => undefined)) === content) continue
  stale.push(relative(process.cwd(), path))
  if (isCheck) continue
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}

// Of an operation that is gone.
const folder = 'api/src/generated/validators'
for (const file of await readdir(new URL(folder, root))) {
  if (`${folder}/${file}` in outputs) continue
  stale.push(`${folder}/${file}`)
  if (!isCheck) await rm(new URL(`${folder}/${file}`, root))
}

if (isCheck && stale.length > 0) {
  process.stderr.write(
    `not what its source gives: ${stale.join(', ')}\nRun: npm run build && npm run generate\n`,
  )
  process.exitCode = 1
} else
  process.stderr.write(stale.length > 0 ? `wrote ${stale.join(', ')}\n` : 'generated files are current\n')
