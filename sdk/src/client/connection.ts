/**
 * What the resources share: the typed client of the contract, and calls that give data or throw.
 * @module
 */
import createClient, { type Client } from 'openapi-fetch'
import type { components, paths } from '../generated/contract.js'
import { UserAbortError } from './errors.js'
import type { ListOptions } from './listing.js'
import type { CallOptions, Send } from './transport.js'

export type Schemas = components['schemas']

export type Connection = {
  api: Client<paths>
  transport: (call?: CallOptions) => Send
  baseUrl: string
}

export const openConnection = (baseUrl: string, transport: Connection['transport']): Connection => ({
  api: createClient<paths>({ baseUrl }),
  transport,
  baseUrl,
})

/** The answer's data. The transport has thrown for everything but 2xx, so there is some. */
export const dataOf = async <T>(call: Promise<{ data?: T }>): Promise<T> => (await call).data as T

/** Query of a list request. */
export const pageQuery = ({ cursor, limit }: ListOptions) => ({
  ...(cursor === undefined ? {} : { cursor }),
  ...(limit === undefined ? {} : { limit }),
})

/** A path with its parts encoded, so that an identifier cannot lead elsewhere. */
export const path = (parts: TemplateStringsArray, ...values: string[]): string =>
  parts.reduce((text, part, i) => `${text}${encodeURIComponent(values[i - 1] as string)}${part}`)

/** Throws if the caller has aborted. */
export const checkAborted = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted) throw new UserAbortError(signal.reason)
}
