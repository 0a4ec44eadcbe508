/** What the double of S3 does with what it let in: conditions, parts, lists. */
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
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { at, put, refused, useDouble } from './double.test.helper.js'
import { BUCKET } from './index.js'

const { own } = useDouble()

describe('the double keeps conditions', () => {
  it('of writes and deletes', async () => {
    const { ETag } = await put(own.client, 'k', 'one', { IfNoneMatch: '*' })
    await expect(put(own.client, 'k', 'two', { IfNoneMatch: '*' })).rejects.toThrow(
      refused('PreconditionFailed'),
    )
    await put(own.client, 'k', 'two', { IfMatch: ETag })
    await expect(put(own.client, 'k', 'three', { IfMatch: ETag })).rejects.toThrow(
      refused('PreconditionFailed'),
    )
    await expect(put(own.client, 'other', 'x', { IfMatch: ETag })).rejects.toThrow(refused('NoSuchKey'))
    const remove = (IfMatch?: string) =>
      own.client.send(new DeleteObjectCommand({ ...at('k'), ...(IfMatch && { IfMatch }) }))
    await expect(remove(ETag)).rejects.toThrow(refused('PreconditionFailed'))
    await remove()
    await remove()
    await expect(remove(ETag)).rejects.toThrow(refused('NoSuchKey'))
  })

  it('of reads', async () => {
    const { ETag } = await put(own.client, 'k', 'one')
    const read = (rest: object) => own.client.send(new GetObjectCommand({ ...at('k'), ...rest }))
    await expect(read({ IfMatch: '"x"' })).rejects.toThrow(refused('PreconditionFailed'))
    await expect(read({ IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } })
    await expect(read({ Range: 'bytes=3-9' })).rejects.toThrow(refused('InvalidRange'))
    expect(await (await read({ Range: 'bytes=-2' })).Body!.transformToString()).toBe('ne')
    await expect(own.client.send(new HeadObjectCommand(at('none')))).rejects.toThrow(refused('NotFound'))
  })
})

describe('the double puts parts together', () => {
  const MIB = 2 ** 20
  const begin = async () =>
    (await own.client.send(new CreateMultipartUploadCommand({ ...at('k'), Metadata: { a: 'b' } }))).UploadId!
  const part = async (UploadId: string, PartNumber: number, size: number) => {
    const Body = Buffer.alloc(size, PartNumber)
    const { ETag } = await own.client.send(new UploadPartCommand({ ...at('k'), UploadId, PartNumber, Body }))
    return { PartNumber, ETag: ETag! }
  }
  const finish = (UploadId: string, Parts: { PartNumber: number; ETag: string }[], rest: object = {}) =>
    own.client.send(
      new CompleteMultipartUploadCommand({ ...at('k'), UploadId, MultipartUpload: { Parts }, ...rest }),
    )

  it('in order, with the tag of S3', async () => {
    const id = await begin()
    const second = await part(id, 2, 3)
    const first = await part(id, 1, 5 * MIB)
    const { Parts } = await own.client.send(new ListPartsCommand({ ...at('k'), UploadId: id }))
    expect(Parts?.map(({ Size }) => Size)).toEqual([5 * MIB, 3])
    const { ETag } = await finish(id, [first, second])
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
    const { ContentLength, Metadata } = await own.client.send(new HeadObjectCommand(at('k')))
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
    await put(own.client, 'k')
    await expect(finish(id, [first], { IfNoneMatch: '*' })).rejects.toThrow(refused('PreconditionFailed'))
    const { Uploads } = await own.client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))
    expect(Uploads?.map(({ UploadId }) => UploadId)).toEqual([id])
    await own.client.send(new AbortMultipartUploadCommand({ ...at('k'), UploadId: id }))
    await expect(finish(id, [first])).rejects.toThrow(refused('NoSuchUpload'))
  })
})

it('lists by bytes, rolls folders up, and goes on behind them', async () => {
  for (const key of ['a-b/1', 'a/1', 'a/2', 'a', 'b/x', 'c', 'Z']) await put(own.client, key)
  const pages = async (settings: object) => {
    const found: string[] = []
    for (let ContinuationToken: string | undefined; ; ) {
      const page: {
        Contents?: { Key?: string }[]
        CommonPrefixes?: { Prefix?: string }[]
        NextContinuationToken?: string
      } = await own.client.send(
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
