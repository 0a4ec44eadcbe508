/**
 * Requests from the contract, most of them nearly right: real identifiers and valid bodies with something wrong in them.
 * @module
 */
import fc from 'fast-check'
import { generateSync } from 'json-schema-faker'
import { fitsBody, OPERATIONS, type Operation, type Parameter } from './contract.js'

/** What the server holds: identifiers by collection, names of files, and bodies that operations take. */
export type Known = {
  ids: Record<string, string>
  files: Record<string, string>
  bodies: Record<string, readonly unknown[]>
  /** Bodies that are no JSON, with the headers that belong to them, by operation. */
  raw: Record<string, { body: string; headers: Record<string, string> }>
  /** What may be deleted, by operation. */
  spare: Record<string, readonly string[]>
}

export type FuzzedRequest = {
  operation: Operation
  method: string
  path: string
  headers: Record<string, string>
  body?: string
  /** Whether the JSON body fits its schema; undefined where there is none to judge. */
  isValidBody?: boolean
}

const JUNK = [
  '',
  '%00',
  '..%2f..%2fetc%2fpasswd',
  'mod_',
  `job_${'z'.repeat(26)}`,
  'é',
  'a'.repeat(300),
  '%F0%9F%92%A5',
]
const STRANGE: unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, '', ' ', 'é💥\u0000', [], {}, [[]]],
  ...['a'.repeat(5000), { constructor: 1 }, '__proto__', '../../etc/passwd', 2 ** 53],
]

/** Which known identifier a field or path wants. */
const referenceFor = (name: string, path: string, known: Known): string | undefined =>
  name === 'name'
    ? known.files[path.split('/')[2] ?? '']
    : name === 'number'
      ? '1'
      : known.ids[path.split('/')[2] ?? '']

type Json = Record<string, unknown>

/** Puts real identifiers where the schema only says that there is one. */
const withReferences = (value: unknown, known: Known): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const id = typeof field === 'string' && /^[a-z]{3}_[0-9a-z]{26}$/.test(field) && known.ids[`${name}s`]
      return [name, id || field]
    }),
  )
}

const MUTATIONS = ['none', 'none', 'drop', 'replace', 'extra', 'truncate', 'whole'] as const
type Mutation = (typeof MUTATIONS)[number]

/** One thing wrong in a body. */
const mutated = (value: unknown, mutation: Mutation, at: number, strange: unknown): unknown => {
  if (mutation === 'none' || mutation === 'truncate') return value
  if (mutation === 'whole' || typeof value !== 'object' || value === null) return strange
  const names = Object.keys(value)
  const name = names[at % Math.max(1, names.length)]
  if (mutation === 'extra' || name === undefined) return { ...value, extra: strange }
  if (mutation === 'drop') return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))
  const field = (value as Json)[name]
  const deeper = at % 3 === 0 && typeof field === 'object' && field !== null
  return { ...value, [name]: deeper ? mutated(field, 'replace', at >> 2, strange) : strange }
}

const generated = (schema: object, seed: number): unknown =>
  generateSync(
    schema as never,
    { seed, alwaysFakeOptionals: seed % 2 === 0, maxItems: 5, maxLength: 200 } as never,
  )

const queryOf = (parameters: readonly Parameter[], choice: Choice): string => {
  const query = new URLSearchParams()
  parameters.forEach(({ name, schema, required }, i) => {
    // Values that fit one by one may be at odds with each other, as the first and the last day are.
    if (!required && (choice.isClean || ((choice.at >> i) & 1) === 0)) return
    const isWrong = choice.wrongQuery && choice.at % parameters.length === i
    query.set(name, String(isWrong ? choice.strange : generated(schema, choice.seed + i)))
  })
  if (choice.unknownQuery) query.set('unknown', '1')
  // A request that waits for news would hold up the rest.
  query.delete('wait')
  return query.size > 0 ? `?${query}` : ''
}

const CHOICE = fc.record({
  operation: fc.oneof(
    fc.constantFrom(...OPERATIONS.map(({ operationId }) => operationId)),
    fc.constantFrom(...OPERATIONS.flatMap(({ operationId, body }) => (body ? [operationId] : []))),
  ),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  at: fc.nat(1000),
  isExample: fc.boolean(),
  /** Nothing wrong with it. */
  isClean: fc.constantFrom(false, false, false, true),
  mutation: fc.constantFrom(...MUTATIONS),
  strange: fc.constantFrom(...STRANGE),
  id: fc.constantFrom('known', 'known', 'known', 'random', 'junk'),
  method: fc.constantFrom('', '', '', '', '', '', '', 'PATCH', 'HEAD', 'DELETE', 'PUT'),
  contentType: fc.constantFrom(
    'application/json',
    'application/json',
    'application/json',
    'text/plain',
    'x',
    '',
  ),
  key: fc.constantFrom(undefined, undefined, undefined, 'k1', 'k2', '', 'é', 'k'.repeat(256)),
  wrongQuery: fc.constantFrom(false, false, false, true),
  unknownQuery: fc.constantFrom(false, false, false, false, true),
  who: fc.constantFrom('client', 'client', 'client', 'provider', 'provider', 'stranger', 'nobody', 'junk'),
})
export type Choice = Omit<typeof CHOICE extends fc.Arbitrary<infer T> ? T : never, never>

const pathOf = (
  { operationId, path, parameters }: Operation,
  { id, at, seed }: Choice,
  known: Known,
): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (id === 'junk') return JUNK[at % JUNK.length] || 'x'
    const schema = parameters.find(parameter => parameter.name === name)?.schema ?? { type: 'string' }
    const spares = name === 'id' ? known.spare[operationId] : undefined
    const spare = spares?.[at % spares.length]
    const real = id === 'known' ? (spare ?? referenceFor(name, path, known)) : undefined
    return encodeURIComponent(real ?? (String(generated(schema, seed)) || 'x')).replaceAll('.', '%2E')
  })

const PROVIDERS = new Set([
  'updateModel',
  ...['Model', 'Dataset', 'Student'].flatMap(noun => [`create${noun}`, `delete${noun}`]),
])

/** The choice without all that goes wrong. */
const cleaned = (choice: Choice): Choice => ({
  ...choice,
  isExample: true,
  mutation: 'none',
  id: 'known',
  method: '',
  contentType: 'application/json',
  key: undefined,
  wrongQuery: false,
  unknownQuery: false,
  who: PROVIDERS.has(choice.operation) ? 'provider' : 'client',
})

/** Bytes with their headers, one of which may be missing or strange, or bytes of which some are missing. */
const rawRequest = (
  request: FuzzedRequest,
  { body, headers }: Known['raw'][string],
  { mutation, at, strange }: Choice,
): FuzzedRequest => {
  const names = Object.keys(headers)
  const changed: Record<string, string> = { ...headers }
  const name = names[at % names.length] as string
  if (mutation === 'drop') delete changed[name]
  if (mutation === 'replace') changed[name] = encodeURIComponent(String(strange)).slice(0, 200)
  const sent = mutation === 'truncate' ? body.slice(0, at % (body.length + 1)) : body
  return { ...request, headers: { ...request.headers, ...changed }, body: sent }
}

/** @param tokens of the callers by their names */
export const requestOf = (chosen: Choice, known: Known, tokens: Record<string, string>): FuzzedRequest => {
  const choice = chosen.isClean ? cleaned(chosen) : chosen
  const { mutation, contentType, key, who } = choice
  const operation = OPERATIONS.find(({ operationId }) => operationId === choice.operation) as Operation
  // What is deleted by chance would be missed by all that comes after.
  const isGet = operation.method === 'GET' && choice.method === 'DELETE'
  const method = (isGet ? '' : choice.method) || operation.method
  const query = queryOf(
    operation.parameters.filter(parameter => parameter.in === 'query'),
    choice,
  )
  const headers: Record<string, string> = {}
  const token = tokens[who]
  if (token) headers.authorization = `Bearer ${token}`
  if (key !== undefined) headers['idempotency-key'] = Buffer.from(key).toString('latin1')
  const request = { operation, method, path: pathOf(operation, choice, known) + query, headers }
  if (method === 'GET' || method === 'HEAD') return request
  const raw = known.raw[operation.operationId]
  if (raw) return rawRequest(request, raw, choice)
  if (!operation.body) return request
  const examples = known.bodies[operation.operationId]
  const example = choice.isExample ? examples?.[choice.seed % examples.length] : undefined
  const value = mutated(
    example ?? withReferences(generated(operation.body, choice.seed), known),
    mutation,
    choice.at,
    choice.strange,
  )
  const text = JSON.stringify(value) ?? ''
  if (contentType !== '') headers['content-type'] = contentType
  return {
    ...request,
    body: mutation === 'truncate' ? text.slice(0, choice.at % (text.length + 1)) : text,
    ...(mutation === 'truncate' || contentType !== 'application/json' || method !== operation.method
      ? {}
      : { isValidBody: fitsBody(operation, value) }),
  }
}

export const CHOICES: fc.Arbitrary<Choice> = CHOICE
