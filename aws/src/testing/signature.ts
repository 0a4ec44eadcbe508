/**
 * AWS Signature Version 4 as a server checks it, from the documentation and node:crypto alone: a mistake that a client's library
 * makes is not made here again.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 * @module
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { AwsError, type Credentials } from './aws-error.js'

/** How far a client's clock may be off, in milliseconds. */
const SKEW = 15 * 60_000
const LONGEST_PRESIGNED = 7 * 24 * 3600

type Request = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** Digest of the body, for services that are not sent it in a header. */
  digest?: string
}

export type Signed = {
  credentials: Credentials
  /** What the signature says of the body: a digest, or that it says nothing. */
  payload: string
  isPresigned: boolean
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** RFC 3986: everything but the unreserved is escaped. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

const denied = (message: string): AwsError => new AwsError(403, 'AccessDenied', message)

const timeOf = (stamp: string): number => {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp) ?? []
  if (y === undefined) throw denied('the date of the signature is not of the form 20260101T000000Z')
  return Date.UTC(+y, +mo! - 1, +d!, +h!, +mi!, +s!)
}

const canonicalQuery = (query: URLSearchParams): string =>
  [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [escaped(name), escaped(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1))
    .map(pair => pair.join('='))
    .join('&')

type Claim = {
  credential: string
  signedHeaders: string[]
  signature: string
  stamp: string
  payload: string
  isPresigned: boolean
}

const claimOf = ({ query, headers, digest }: Request): Claim => {
  if (query.has('X-Amz-Signature')) {
    if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256')
      throw denied('the algorithm is not AWS4-HMAC-SHA256')
    return {
      credential: query.get('X-Amz-Credential') ?? '',
      signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
      signature: query.get('X-Amz-Signature')!,
      stamp: query.get('X-Amz-Date') ?? '',
      payload: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
      isPresigned: true,
    }
  }
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  if (!found) throw denied('there is no signature')
  return {
    credential: found[1]!,
    signedHeaders: found[2]!.split(';'),
    signature: found[3]!,
    stamp: String(headers['x-amz-date'] ?? ''),
    payload: String(headers['x-amz-content-sha256'] ?? digest ?? ''),
    isPresigned: false,
  }
}

const checkTime = ({ stamp, isPresigned }: Claim, query: URLSearchParams, now: number): void => {
  const signed = timeOf(stamp)
  if (!isPresigned) {
    if (Math.abs(now - signed) > SKEW)
      throw new AwsError(403, 'RequestTimeTooSkewed', 'the clocks are more than 15 minutes apart')
    return
  }
  const seconds = Number(query.get('X-Amz-Expires'))
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_PRESIGNED)
    throw new AwsError(400, 'AuthorizationQueryParametersError', 'X-Amz-Expires is not 1 to 604800')
  if (signed - SKEW > now || now > signed + seconds * 1000) throw denied('Request has expired')
}

/** Every header that changes what a request does must be signed. */
const checkHeaders = (
  { signedHeaders, isPresigned }: Claim,
  headers: IncomingHttpHeaders,
  service: string,
): void => {
  const missing = Object.keys(headers).find(
    name => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name),
  )
  if (missing) throw denied(`the header ${missing} is not signed`)
  if (service === 's3' && !isPresigned && !signedHeaders.includes('x-amz-content-sha256'))
    throw denied('x-amz-content-sha256 is not signed')
}

/**
 * Checks who signed a request, and when.
 *
 * @throws AwsError, as S3 answers
 */
export const verifySignature = (
  request: Request,
  keys: ReadonlyMap<string, Credentials>,
  now: number,
  of: 's3' | 'batch' = 's3',
): Signed => {
  const claim = claimOf(request)
  const [id = '', day = '', region = '', service = '', end] = claim.credential.split('/')
  const credentials = keys.get(id)
  if (!credentials) throw new AwsError(403, 'InvalidAccessKeyId', 'the access key is not known')
  if (service !== of || end !== 'aws4_request' || !claim.stamp.startsWith(day))
    throw denied('the scope of the credential is wrong')
  if (region !== credentials.region)
    throw new AwsError(400, 'AuthorizationHeaderMalformed', `the region is ${credentials.region}`)
  checkTime(claim, request.query, now)
  checkHeaders(claim, request.headers, of)
  const token =
    request.headers['x-amz-security-token'] ?? request.query.get('X-Amz-Security-Token') ?? undefined
  if (token !== credentials.sessionToken)
    throw new AwsError(400, 'InvalidToken', 'the session token is not that of the access key')
  const canonical = [
    request.method,
    request.path,
    canonicalQuery(request.query),
    ...claim.signedHeaders.map(
      name =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replace(/ +/g, ' ')}`,
    ),
    '',
    claim.signedHeaders.join(';'),
    claim.payload,
  ].join('\n')
  const scope = [day, region, service, 'aws4_request']
  const key = [...scope].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${credentials.secret}`,
  )
  const wanted = hmac(key, ['AWS4-HMAC-SHA256', claim.stamp, scope.join('/'), hex(canonical)].join('\n'))
  const given = Buffer.from(claim.signature, 'hex')
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new AwsError(403, 'SignatureDoesNotMatch', 'the signature is not that of the request')
  return { credentials, payload: claim.payload, isPresigned: claim.isPresigned }
}
