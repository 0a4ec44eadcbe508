/**
 * What the resources share: the typed client of the contract, and calls that give data or throw.
 * @module
 */
import { PromptPostError } from '@promptpost/base/errors'
import createClient, { type Client } from 'openapi-fetch'
import type { components, paths } from '../generated/contract.js'
import { type ApiPromise, apiPromise } from './api-promise.js'
import { UserAbortError } from './errors.js'
import { type Listing, type ListOptions, type ListPath, listing, type RawPage } from './listing.js'
import { type CallOptions, type InnerOptions, readJson, type Send } from './transport.js'

export type Schemas = components['schemas']

export type Connection = {
  api: Client<paths>
  transport: (call?: InnerOptions) => Send
  baseUrl: string
}

/** Parts of a path: an empty one or one of dots would name another resource, however it is encoded. */
const checkPart = (name: string, value: unknown): string => {
  if (typeof value === 'string' && !/^\.{0,2}$/.test(value)) return value
  throw new PromptPostError('invalid-argument', 'is no identifier', { field: name, value })
}

type Init = { params?: { path?: Record<string, unknown> } }
type Method = (url: string, init?: Init) => Promise<unknown>

/** The method with its parts of the path checked and the body left unread, for `ask` to read. */
const checked = <M>(method: M): M =>
  (async (url: string, init: Init = {}) => {
    for (const [name, value] of Object.entries(init.params?.path ?? {})) checkPart(name, value)
    return (method as Method)(url, { ...init, parseAs: 'stream' } as Init)
  }) as M

export const openConnection = (baseUrl: string, transport: Connection['transport']): Connection => {
  const api = createClient<paths>({ baseUrl })
  return {
    api: {
      ...api,
      GET: checked(api.GET),
      POST: checked(api.POST),
      PATCH: checked(api.PATCH),
      DELETE: checked(api.DELETE),
    },
    transport,
    baseUrl,
  }
}

type Call = (fetch: Send) => Promise<{ data?: unknown; response: Response }>
type DataOf<C extends Call> = NonNullable<Awaited<ReturnType<C>>['data']>

/**
 * Sends a call of the contract and gives its data, in the type that the contract says.
 *
 * @param make makes the call with the fetch that it is given
 */
export const ask = <C extends Call>(
  { transport }: Connection,
  call: CallOptions | undefined,
  make: C,
): ApiPromise<DataOf<C>> =>
  apiPromise(
    make(transport(call)).then(({ response }) => response),
    response => readJson<DataOf<C>>(response, call?.signal),
  )

/**
 * `list` of a resource.
 *
 * @param path parts of the address
 */
export const lister =
  <P extends ListPath, T>(connection: Connection, address: P, path: Readonly<Record<string, string>> = {}) =>
  (options: ListOptions<P> = {} as ListOptions<P>): Listing<T> => {
    const { signal, timeout, maxRetries, ...filters } = options as ListOptions<'/v1/jobs'>
    return listing<T>(cursor => {
      const query = { ...filters, ...(cursor === undefined ? {} : { cursor }) }
      // Which list it is, is in the types of the resource.
      const page = ask(connection, { signal, timeout, maxRetries }, fetch =>
        connection.api.GET(address as '/v1/jobs', { params: { path: path as never, query }, fetch }),
      )
      return page as ApiPromise<unknown> as ApiPromise<RawPage<T>>
    })
  }

type DeletablePath = {
  [P in keyof paths]: paths[P] extends { delete: { parameters: { path: { id: string } } } } ? P : never
}[keyof paths]

export type DeleteOptions = CallOptions & {
  /** Only while it still has this ETag, which `get(id).withResponse()` tells. */
  ifMatch?: string
}

/** `delete` of a resource. */
export const deleter =
  (connection: Connection, address: DeletablePath) =>
  (id: string, { ifMatch, ...call }: DeleteOptions = {}): ApiPromise<void> => {
    const header = ifMatch === undefined ? {} : { 'If-Match': ifMatch }
    return ask(connection, call, fetch =>
      connection.api.DELETE(address, { params: { path: { id }, header }, fetch }),
    )
  }

/** A path with its parts encoded, so that an identifier cannot lead elsewhere. */
export const path = (parts: TemplateStringsArray, ...values: string[]): string =>
  parts.reduce((text, part, i) => `${text}${encodeURIComponent(checkPart('id', values[i - 1]))}${part}`)

/** Throws if the caller has aborted. */
export const checkAborted = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted) throw new UserAbortError(signal.reason)
}
