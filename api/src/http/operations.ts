/**
 * The contract's operations as types: what a handler is given and what it may answer. An operation without a handler, a status
 * or a body that the contract does not have, does not compile.
 * @module
 */
import type { Role } from '@promptpost/base/store'
import type { operations } from '../generated/contract.js'
import type { RequestContext } from './environment.js'

/** What webhooks receive is described too, and carried out by others. */
export type OperationName = Exclude<keyof operations, 'receiveEvent'>

export type Method = 'get' | 'put' | 'post' | 'delete' | 'patch'

/** What the service goes by of an operation when it runs. */
export type OperationFacts = {
  name: OperationName
  /** No token is needed. */
  isOpen: boolean
  /** The only role that may ask. */
  role?: Role
  /** Forms a body may have; none without a body. */
  contentTypes: readonly string[]
  /** Whoever has the answer already is told so. */
  isConditional: boolean
}

type Parameters<N extends OperationName, Place extends 'path' | 'query'> = NonNullable<
  operations[N]['parameters'][Place]
>

/** Content types a request may have; none without a body. */
type RequestContent<N extends OperationName> = operations[N] extends { requestBody: { content: infer C } }
  ? C
  : never

/** The body, where JSON is its only form; other bodies a handler reads itself. */
type JsonBody<N extends OperationName> = [keyof RequestContent<N>] extends ['application/json']
  ? RequestContent<N>['application/json' & keyof RequestContent<N>]
  : undefined

type SuccessStatus<N extends OperationName> = keyof operations[N]['responses'] & (200 | 201 | 202 | 204)

type Content<N extends OperationName, S> = S extends keyof operations[N]['responses']
  ? operations[N]['responses'][S] extends { content: infer C }
    ? C
    : never
  : never

/** Files, streams and documents are answered as whole responses, alone or beside JSON. */
type ReplyOf<N extends OperationName, S> = S extends 204
  ? { status: S }
  : Content<N, S> extends { 'application/json': infer Body }
    ?
        | { status: S; body: Body; headers?: Record<string, string> }
        | (Exclude<keyof Content<N, S>, 'application/json'> extends never ? never : Response)
    : Response

export type Reply<N extends OperationName> = { [S in SuccessStatus<N>]: ReplyOf<N, S> }[SuccessStatus<N>]

export type Input<N extends OperationName> = {
  path: Parameters<N, 'path'>
  /** Converted, and with the contract's defaults. */
  query: Parameters<N, 'query'>
  /** Fits its schema; undefined where the handler reads the body. */
  body: JsonBody<N>
  /** SHA-256 of the body's bytes as they came; empty where the handler reads the body. */
  digest: string
}

export type Handler<N extends OperationName> = (
  c: RequestContext,
  input: Input<N>,
) => Promise<Reply<N>> | Reply<N>
export type Handlers = { [N in OperationName]: Handler<N> }
