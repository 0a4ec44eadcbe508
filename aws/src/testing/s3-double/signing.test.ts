/** What the double of S3 lets in: signatures, presigned addresses, bodies as their digests say. */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, it } from 'vitest'
import { at, put, refused, type Sent, useDouble } from './double.test.helper.js'
import { ACCESS, BUCKET, REGION } from './index.js'

const { own, made, tampered } = useDouble()

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
    expect(own.double.bucket.objects.size).toBe(0)
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
    own.double.keys.set('ASIA', { secret: 's', region: REGION, sessionToken: 'right' })
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
    own.double.clock = () => Date.now() + 16 * 60_000
    await expect(put(own.client, 'k')).rejects.toThrow(refused('RequestTimeTooSkewed'))
    // The client has learnt the time.
    await put(own.client, 'k')
  })

  it('and what credentials may do', async () => {
    own.double.keys.set('AKA', {
      secret: 's',
      region: REGION,
      allows: (_, key) => key.startsWith('tenants/a/'),
    })
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
    await put(own.client, 'k', '0123456789')
    const url = await presign(new GetObjectCommand(at('k')))
    expect(await (await fetch(url)).text()).toBe('0123456789')
    expect(await (await fetch(url, { headers: { range: 'bytes=3-5' } })).text()).toBe('345')
    expect((await fetch(url.replace('/k?', '/l?'))).status).toBe(403)
    expect((await fetch(`${url}&x=1`)).status).toBe(403)
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403)
    own.double.clock = () => Date.now() + 61_000
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
    await put(own.client, 'k', 'content', { ChecksumAlgorithm })
    const { Body, ...answer } = await own.client.send(
      new GetObjectCommand({ ...at('k'), ChecksumMode: 'ENABLED' }),
    )
    await Body!.transformToString()
    expect(answer).toHaveProperty(`Checksum${ChecksumAlgorithm}`)
    await expect(
      put(own.client, 'k', 'content', { [`Checksum${ChecksumAlgorithm}`]: 'AAAA' }),
    ).rejects.toThrow(refused('BadDigest'))
    expect(own.double.bucket.objects.get('k')!.checksums).toHaveProperty(header)
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
      const { host } = new URL(own.double.endpoint)
      const path = `/${BUCKET}/k`
      const headers = {
        host,
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'x-amz-decoded-content-length': String(length),
        'x-amz-trailer': trailer,
      }
      const unsigned = { method: 'PUT', protocol: 'http:', hostname: '127.0.0.1', path, headers }
      const signed = await signer.sign(unsigned)
      return (
        await fetch(own.double.endpoint + path, { method: 'PUT', headers: signed.headers, body: framed })
      ).status
    }
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32('streamed content'))
    const right = `x-amz-checksum-crc32:${sum.toString('base64')}`
    const framed = (trailer: string): string => `9\r\nstreamed \r\n7\r\ncontent\r\n0\r\n${trailer}\r\n\r\n`
    expect(await send(framed(right), 16)).toBe(200)
    expect(own.double.bucket.objects.get('k')!.bytes.toString()).toBe('streamed content')
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
    expect(own.double.bucket.objects.size).toBe(0)
  })
})
