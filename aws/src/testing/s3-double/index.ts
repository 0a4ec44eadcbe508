/**
 * S3 on the loopback, for tests: it checks signatures and checksums, commits each write in one step, and breaks where it is told to.
 * One bucket, path-style addresses; what it holds goes with the process.
 * @module
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { verifySignature } from '../signature.js'
import { decodeBody, readAll } from './body.js'
import { type Bucket, createBucket } from './bucket.js'
import { type Answer, operationOf, perform } from './operations.js'
import { type Chance, type Credentials, type Fault, type Operation, S3Error } from './types.js'
import { document, element, text } from './xml.js'

export { type Chance, type Credentials, type Fault, OPERATIONS, type Operation, S3Error } from './types.js'

export type S3Double = {
  /** `http://127.0.0.1:PORT`. */
  endpoint: string
  bucket: Bucket
  bucketName: string
  keys: Map<string, Credentials>
  /** What goes wrong with the next requests; nothing, unless set. */
  chance: Chance
  /** Its clock, in milliseconds. */
  clock: () => number
  /** Every request answered, in order. */
  log: { operation: Operation | undefined; key: string; status: number | 'dropped' }[]
  close(): Promise<void>
}

export const BUCKET = 'promptpost-test'
export const ACCESS = { accessKeyId: 'AKIDOUBLE', secretAccessKey: 'secret-of-the-double' }
export const REGION = 'eu-central-1'

const errorBody = ({ code, message }: S3Error, id: string): string =>
  document(element('Error', [text('Code', code), text('Message', message), text('RequestId', id)]))

export const startS3Double = async (): Promise<S3Double> => {
  let requests = 0
  const server = createServer((request, response) => void answer(request, response))

  const parse = (request: IncomingMessage): { path: string; key: string; query: URLSearchParams } => {
    const [path = '', search = ''] = (request.url ?? '').split('?')
    const [, name, ...rest] = path.split('/')
    if (name !== double.bucketName)
      throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist')
    // A plus stands for itself in what the SDK signs; only %2B would be parsed as one.
    return {
      path,
      key: decodeURIComponent(rest.join('/')),
      query: new URLSearchParams(search.replaceAll('+', '%2B')),
    }
  }

  type Outcome = Answer & { operation?: Operation | undefined; key: string; fault?: Fault | undefined }

  const handle = async (request: IncomingMessage): Promise<Outcome> => {
    const body = await readAll(request)
    const method = request.method ?? ''
    const { path, key, query } = parse(request)
    const signed = verifySignature(
      { method, path, query, headers: request.headers },
      double.keys,
      double.clock(),
    )
    const operation = operationOf(method, key, query)
    const place = key === '' ? (query.get('prefix') ?? '') : key
    if (signed.credentials.allows?.(operation, place, { headers: request.headers, query }) === false)
      throw new S3Error(403, 'AccessDenied', 'these credentials may not do that')
    const fault = double.chance({ operation, key: place })
    if (fault?.kind === 'status') throw new S3Error(fault.status, fault.code, 'as the test asked')
    if (fault?.kind === 'drop-before') return { operation, key, fault }
    const { bytes, checksums } = decodeBody(body, request.headers, query, signed)
    const done = perform[operation]({
      bucket: double.bucket,
      key,
      query,
      headers: request.headers,
      bytes,
      checksums,
      now: double.clock(),
    })
    return { ...done, operation, key, fault }
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const id = String(++requests).padStart(16, '0')
    const outcome = await handle(request).catch((error: unknown): Outcome => {
      const known = error instanceof S3Error ? error : new S3Error(500, 'InternalError', String(error))
      const body = request.method === 'HEAD' ? '' : errorBody(known, id)
      return {
        status: known.status,
        headers: { 'content-type': 'application/xml' },
        body,
        key: request.url ?? '',
      }
    })
    const { operation, key, fault, status = 200, headers = {}, body = '' } = outcome
    const isDropped = fault?.kind === 'drop-before' || fault?.kind === 'drop-after'
    double.log.push({ operation, key, status: isDropped ? 'dropped' : status })
    if (isDropped) return void request.socket.destroy()
    if (fault?.kind === 'slow') await sleep(fault.milliseconds)
    const bytes = Buffer.from(body as string)
    response.writeHead(status, {
      'x-amz-request-id': id,
      date: new Date(double.clock()).toUTCString(),
      ...headers,
      ...(status !== 204 && status !== 304 && { 'content-length': bytes.length }),
    })
    if (request.method === 'HEAD' || status === 304) return void response.end()
    if (fault?.kind !== 'truncate') return void response.end(bytes)
    response.write(bytes.subarray(0, bytes.length >> 1), () => request.socket.destroy())
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const double: S3Double = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket: createBucket(),
    bucketName: BUCKET,
    keys: new Map([[ACCESS.accessKeyId, { secret: ACCESS.secretAccessKey, region: REGION }]]),
    chance: () => undefined,
    clock: Date.now,
    log: [],
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return double
}
