import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createS3Client } from '../../s3/client.js'
import { ACCESS, BUCKET, REGION, type S3Double, startS3Double } from './index.js'

let double: S3Double
let client: S3Client
const at = (Key: string) => ({ Bucket: BUCKET, Key })
const made = (settings: object = {}): S3Client =>
  createS3Client({
    endpoint: double.endpoint,
    region: REGION,
    credentials: ACCESS,
    forcePathStyle: true,
    maxAttempts: 1,
    ...settings,
  })

beforeAll(async () => {
  double = await startS3Double()
})
afterAll(() => double.close())
beforeEach(() => {
  double.bucket.objects.clear()
  double.bucket.uploads.clear()
  double.clock = Date.now
  client = made()
})

type Sent = {
  method: string
  path: string
  headers: Record<string, string>
  query: Record<string, string>
  body: unknown
}

/** Changes a request after it was signed. */
const tampered = (change: (request: Sent) => void): S3Client => {
  const own = made()
  own.middlewareStack.add(
    next => args => {
      change(args.request as Sent)
      return next(args)
    },
    { step: 'finalizeRequest', priority: 'low', name: 'tamper' },
  )
  return own
}
const put = (from: S3Client, key: string, Body: string | Uint8Array = 'content', rest: object = {}) =>
  from.send(new PutObjectCommand({ ...at(key), Body, ...rest }))
const refused = (name: string) => expect.objectContaining({ name })

describe('the double checks signatures', () => {
  it.each<[string, (request: Sent) => void]>([
    [
      'method',
      request => {
        request.method = 'GET'
      },
    ],
    [
      'path',
      request => {
        request.path = request.path.replace('/k', '/l')
      },
    ],
    [
      'query',
      request => {
        request.query.x = '1'
      },
    ],
    [
      'metadata',
      request => {
        request.headers['x-amz-meta-a'] = 'c'
      },
    ],
    [
      'digest of the body',
      request => {
        request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD'
      },
    ],
    [
      'signature',
      request => {
        request.headers.authorization = request.headers.authorization!.replace(/.$/, last =>
          last === '0' ? '1' : '0',
        )
      },
    ],
  ])('over the %s', async (_, change) => {
    await expect(put(tampered(change), 'k', 'x', { Metadata: { a: 'b' } })).rejects.toThrow(
      refused('SignatureDoesNotMatch'),
    )
    expect(double.bucket.objects.size).toBe(0)
  })

  it('and wants every header signed that means something', async () => {
    const change = (request: Sent): void => {
      request.headers['x-amz-acl'] = 'public-read'
    }
    await expect(put(tampered(change), 'k')).rejects.toThrow(refused('AccessDenied'))
  })

  it('of its keys, its region, its session tokens alone', async () => {
    const wrong = { ...ACCESS, secretAccessKey: 'wrong' }
    await expect(put(made({ credentials: wrong }), 'k')).rejects.toThrow(refused('SignatureDoesNotMatch'))
    const other = { ...ACCESS, accessKeyId: 'AKOTHER' }
    await expect(put(made({ credentials: other }), 'k')).rejects.toThrow(refused('InvalidAccessKeyId'))
    await expect(put(made({ region: 'us-east-1', followRegionRedirects: false }), 'k')).rejects.toThrow(
      refused('AuthorizationHeaderMalformed'),
    )
    double.keys.set('ASIA', { secret: 's', region: REGION, sessionToken: 'right' })
    for (const sessionToken of ['wrong', undefined])
      await expect(
        put(
          made({
            credentials: { accessKeyId: 'ASIA', secretAccessKey: 's', ...(sessionToken && { sessionToken }) },
          }),
          'k',
        ),
      ).rejects.toThrow(refused('InvalidToken'))
    await put(
      made({ credentials: { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 'right' } }),
      'k',
    )
  })

  it('with a clock of its own', async () => {
    double.clock = () => Date.now() + 16 * 60_000
    await expect(put(client, 'k')).rejects.toThrow(refused('RequestTimeTooSkewed'))
    // The client has learnt the time.
    await put(client, 'k')
  })

  it('and what credentials may do', async () => {
    double.keys.set('AKA', { secret: 's', region: REGION, allows: (_, key) => key.startsWith('tenants/a/') })
    const a = made({ credentials: { accessKeyId: 'AKA', secretAccessKey: 's' } })
    await put(a, 'tenants/a/x')
    for (const task of [
      () => put(a, 'tenants/b/x'),
      () => a.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'tenants/' })),
      () => a.send(new GetObjectCommand(at('tenants/b/x'))),
    ])
      await expect(task()).rejects.toThrow(refused('AccessDenied'))
  })
})

describe('the double checks presigned addresses', () => {
  const presign = (command: GetObjectCommand | PutObjectCommand, settings: object = {}) =>
    getSignedUrl(made({ requestChecksumCalculation: 'WHEN_REQUIRED' }), command as GetObjectCommand, {
      expiresIn: 60,
      ...settings,
    })

  it('of reads: signature, time, ranges', async () => {
    await put(client, 'k', '0123456789')
    const url = await presign(new GetObjectCommand(at('k')))
    expect(await (await fetch(url)).text()).toBe('0123456789')
    expect(await (await fetch(url, { headers: { range: 'bytes=3-5' } })).text()).toBe('345')
    expect((await fetch(url.replace('/k?', '/l?'))).status).toBe(403)
    expect((await fetch(`${url}&x=1`)).status).toBe(403)
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403)
    double.clock = () => Date.now() + 61_000
    expect((await fetch(url)).status).toBe(403)
  })

  it('of writes: the body is held to a digest that is signed as a header', async () => {
    const digest = createHash('sha256').update('mine').digest('base64')
    const command = new PutObjectCommand({ ...at('k'), ChecksumSHA256: digest })
    const header = 'x-amz-checksum-sha256'
    const url = await presign(command, { unhoistableHeaders: new Set([header]) })
    const send = (body: string, headers: Record<string, string>) =>
      fetch(url, { method: 'PUT', body, headers })
    expect((await send('mine', {})).status).toBe(403)
    expect((await send('other', { [header]: digest })).status).toBe(400)
    expect((await send('mine', { [header]: digest })).status).toBe(200)
    const hoisted = await presign(command)
    expect(await (await fetch(hoisted, { method: 'PUT', body: 'mine' })).text()).toContain('protects nothing')
  })
})

describe('the double checks bodies', () => {
  it.each([
    ['SHA256', 'x-amz-checksum-sha256'],
    ['SHA1', 'x-amz-checksum-sha1'],
    ['CRC32', 'x-amz-checksum-crc32'],
  ] as const)('by %s', async (ChecksumAlgorithm, header) => {
    await put(client, 'k', 'content', { ChecksumAlgorithm })
    const { Body, ...answer } = await client.send(
      new GetObjectCommand({ ...at('k'), ChecksumMode: 'ENABLED' }),
    )
    await Body!.transformToString()
    expect(answer).toHaveProperty(`Checksum${ChecksumAlgorithm}`)
    await expect(put(client, 'k', 'content', { [`Checksum${ChecksumAlgorithm}`]: 'AAAA' })).rejects.toThrow(
      refused('BadDigest'),
    )
    expect(double.bucket.objects.get('k')!.checksums).toHaveProperty(header)
  })

  it('in chunks with a trailer, as streams are sent where the connection is encrypted', async () => {
    const signer = new SignatureV4({
      service: 's3',
      region: REGION,
      credentials: ACCESS,
      sha256: Sha256,
      uriEscapePath: false,
    })
    const send = async (framed: string, length: number, trailer = 'x-amz-checksum-crc32') => {
      const { host } = new URL(double.endpoint)
      const path = `/${BUCKET}/k`
      const headers = {
        host,
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'x-amz-decoded-content-length': String(length),
        'x-amz-trailer': trailer,
      }
      const unsigned = { method: 'PUT', protocol: 'http:', hostname: '127.0.0.1', path, headers }
      const signed = await signer.sign(unsigned)
      return (await fetch(double.endpoint + path, { method: 'PUT', headers: signed.headers, body: framed }))
        .status
    }
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32('streamed content'))
    const right = `x-amz-checksum-crc32:${sum.toString('base64')}`
    const framed = (trailer: string): string => `9\r\nstreamed \r\n7\r\ncontent\r\n0\r\n${trailer}\r\n\r\n`
    expect(await send(framed(right), 16)).toBe(200)
    expect(double.bucket.objects.get('k')!.bytes.toString()).toBe('streamed content')
    expect(await send(framed('x-amz-checksum-crc32:AAAAAA=='), 16)).toBe(400)
    expect(await send(framed(right), 15)).toBe(400)
    expect(await send(framed(right), 16, 'x-amz-checksum-sha256')).toBe(400)
    expect(await send(framed(right).replace('7\r', '8\r'), 16)).toBe(400)
    expect(await send(framed(right).slice(0, -2), 16)).toBe(400)
  })

  it('and refuses one that was changed on the way', async () => {
    const change = (request: Sent): void => {
      request.body = 'CONTENT'
    }
    await expect(put(tampered(change), 'k')).rejects.toThrow(refused('XAmzContentSHA256Mismatch'))
    expect(double.bucket.objects.size).toBe(0)
  })
})

describe('the double keeps conditions', () => {
  it('of writes and deletes', async () => {
    const { ETag } = await put(client, 'k', 'one', { IfNoneMatch: '*' })
    await expect(put(client, 'k', 'two', { IfNoneMatch: '*' })).rejects.toThrow(refused('PreconditionFailed'))
    await put(client, 'k', 'two', { IfMatch: ETag })
    await expect(put(client, 'k', 'three', { IfMatch: ETag })).rejects.toThrow(refused('PreconditionFailed'))
    await expect(put(client, 'other', 'x', { IfMatch: ETag })).rejects.toThrow(refused('NoSuchKey'))
    const remove = (IfMatch?: string) =>
      client.send(new DeleteObjectCommand({ ...at('k'), ...(IfMatch && { IfMatch }) }))
    await expect(remove(ETag)).rejects.toThrow(refused('PreconditionFailed'))
    await remove()
    await remove()
    await expect(remove(ETag)).rejects.toThrow(refused('NoSuchKey'))
  })

  it('of reads', async () => {
    const { ETag } = await put(client, 'k', 'one')
    const read = (rest: object) => client.send(new GetObjectCommand({ ...at('k'), ...rest }))
    await expect(read({ IfMatch: '"x"' })).rejects.toThrow(refused('PreconditionFailed'))
    await expect(read({ IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } })
    await expect(read({ Range: 'bytes=3-9' })).rejects.toThrow(refused('InvalidRange'))
    expect(await (await read({ Range: 'bytes=-2' })).Body!.transformToString()).toBe('ne')
    await expect(client.send(new HeadObjectCommand(at('none')))).rejects.toThrow(refused('NotFound'))
  })
})

describe('the double puts parts together', () => {
  const MIB = 2 ** 20
  const begin = async () =>
    (await client.send(new CreateMultipartUploadCommand({ ...at('k'), Metadata: { a: 'b' } }))).UploadId!
  const part = async (UploadId: string, PartNumber: number, size: number) => {
    const Body = Buffer.alloc(size, PartNumber)
    const { ETag } = await client.send(new UploadPartCommand({ ...at('k'), UploadId, PartNumber, Body }))
    return { PartNumber, ETag: ETag! }
  }
  const finish = (UploadId: string, Parts: { PartNumber: number; ETag: string }[], rest: object = {}) =>
    client.send(
      new CompleteMultipartUploadCommand({ ...at('k'), UploadId, MultipartUpload: { Parts }, ...rest }),
    )

  it('in order, with the tag of S3', async () => {
    const id = await begin()
    const second = await part(id, 2, 3)
    const first = await part(id, 1, 5 * MIB)
    const { Parts } = await client.send(new ListPartsCommand({ ...at('k'), UploadId: id }))
    expect(Parts?.map(({ Size }) => Size)).toEqual([5 * MIB, 3])
    const { ETag } = await finish(id, [first, second])
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
    const { ContentLength, Metadata } = await client.send(new HeadObjectCommand(at('k')))
    expect([ContentLength, Metadata]).toEqual([5 * MIB + 3, { a: 'b' }])
    await expect(finish(id, [first, second])).rejects.toThrow(refused('NoSuchUpload'))
  })

  it('and refuses what S3 refuses', async () => {
    const id = await begin()
    const [first, second] = [await part(id, 1, 5), await part(id, 2, 5)]
    await expect(finish(id, [first, second])).rejects.toThrow(refused('EntityTooSmall'))
    await expect(finish(id, [second, first])).rejects.toThrow(refused('InvalidPartOrder'))
    await expect(finish(id, [{ ...first, ETag: second.ETag }])).rejects.toThrow(refused('InvalidPart'))
    await expect(finish(id, [])).rejects.toThrow(refused('MalformedXML'))
    await put(client, 'k')
    await expect(finish(id, [first], { IfNoneMatch: '*' })).rejects.toThrow(refused('PreconditionFailed'))
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))
    expect(Uploads?.map(({ UploadId }) => UploadId)).toEqual([id])
    await client.send(new AbortMultipartUploadCommand({ ...at('k'), UploadId: id }))
    await expect(finish(id, [first])).rejects.toThrow(refused('NoSuchUpload'))
  })
})

it('lists by bytes, rolls folders up, and goes on behind them', async () => {
  for (const key of ['a-b/1', 'a/1', 'a/2', 'a', 'b/x', 'c', 'Z']) await put(client, key)
  const pages = async (settings: object) => {
    const found: string[] = []
    for (let ContinuationToken: string | undefined; ; ) {
      const page: {
        Contents?: { Key?: string }[]
        CommonPrefixes?: { Prefix?: string }[]
        NextContinuationToken?: string
      } = await client.send(
        new ListObjectsV2Command({
          Bucket: BUCKET,
          ...settings,
          ...(ContinuationToken && { ContinuationToken }),
        }),
      )
      found.push(
        ...(page.Contents ?? []).map(({ Key }) => Key!),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!),
      )
      ContinuationToken = page.NextContinuationToken
      if (!ContinuationToken) return found
    }
  }
  expect(await pages({ MaxKeys: 2 })).toEqual(['Z', 'a', 'a-b/1', 'a/1', 'a/2', 'b/x', 'c'])
  for (const MaxKeys of [1, 2, 3, 1000])
    expect((await pages({ MaxKeys, Delimiter: '/' })).sort()).toEqual(['Z', 'a', 'a-b/', 'a/', 'b/', 'c'])
  expect(await pages({ StartAfter: 'a/~', Delimiter: '/' })).toEqual(['c', 'b/'])
  expect(await pages({ Prefix: 'a/' })).toEqual(['a/1', 'a/2'])
})
