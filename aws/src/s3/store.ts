/**
 * The object store on S3: the same contract as a directory's, for many machines.
 *
 * Callers know content by its SHA-256, which stands in the object's metadata; conditional writes are S3's own (`If-None-Match`,
 * `If-Match`), so a Lambda and a worker that write at the same time cannot both win.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
 * @module
 */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import {
  checkKey,
  checkPrefix,
  checkRange,
  conflict,
  type ObjectHead,
  type ObjectStore,
  pageLimit,
  type WriteCondition,
} from '@promptpost/base/store'
import { type Content, contentOf, contentOfFile } from './content.js'
import { createSeen, type Facts } from './facts.js'
import { explained, isMissing, statusOf, wasRetried } from './failure.js'
import { headOf, readRange, readWhole } from './read.js'
import { type Place, write } from './write.js'

/** How often a delete is tried whose object changes meanwhile. */
const ATTEMPTS = 12

/** After every key in a folder: no key has this character. */
const LAST = '~'

export type S3Settings = {
  client: S3Client
  /** A bucket of this service's own. */
  bucket: string
}

export const openS3Store = ({ client, bucket }: S3Settings): ObjectStore => {
  const place: Place = { client, bucket, seen: createSeen() }

  const store = async (key: string, content: Content, condition: WriteCondition): Promise<ObjectHead> => {
    try {
      return await write(place, key, content, condition)
    } finally {
      await content.close()
    }
  }

  const remove = async (key: string, ifMatch: string | undefined): Promise<boolean> => {
    for (let attempt = 1; ; attempt++) {
      const facts: Facts | undefined = await headOf(place, key)
      if (ifMatch !== undefined && facts?.sha256 !== ifMatch) throw conflict(key)
      if (!facts) return false
      place.seen.set(key, undefined)
      try {
        // Conditional even where the caller does not mind: of many that delete, one did it.
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, IfMatch: facts.tag }))
        return true
      } catch (error) {
        if (isMissing(error) && wasRetried(error)) return true
        if (attempt === ATTEMPTS || !(isMissing(error) || [409, 412].includes(statusOf(error) ?? 0)))
          throw error
      }
    }
  }

  return {
    async head(key) {
      checkKey(key)
      const facts = await explained(() => headOf(place, key))
      return facts && { key, size: facts.size, etag: facts.sha256 }
    },
    async get(key) {
      checkKey(key)
      return explained(() => readWhole(place, key))
    },
    async getRange(key, start, end) {
      checkKey(key)
      checkRange(start, end)
      return explained(() => readRange(place, key, start, end))
    },
    async put(key, data, condition = {}) {
      checkKey(key)
      return explained(async () => store(key, await contentOf(data), condition))
    },
    async putFile(key, path, condition = {}) {
      checkKey(key)
      return explained(async () => store(key, await contentOfFile(path), condition))
    },
    async delete(key, { ifMatch } = {}) {
      checkKey(key)
      return explained(() => remove(key, ifMatch))
    },
    async downloadUrl(key, seconds) {
      const command = new GetObjectCommand({ Bucket: bucket, Key: checkKey(key) })
      return explained(() => getSignedUrl(client, command, { expiresIn: seconds }))
    },
    async list(prefix, options = {}) {
      const request = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: checkPrefix(prefix),
        MaxKeys: pageLimit(options.limit),
        ...(options.cursor && { StartAfter: checkPrefix(options.cursor) }),
      })
      const { Contents = [], IsTruncated } = await explained(() => client.send(request))
      const objects = Contents.map(({ Key = '', Size = 0 }) => ({ key: Key, size: Size }))
      return { objects, cursor: IsTruncated ? objects.at(-1)?.key : undefined }
    },
    async listFolders(folder, { cursor, limit } = {}) {
      const start = folder === '' ? '' : `${checkKey(folder)}/`
      const wanted = pageLimit(limit)
      const names: string[] = []
      // Files beside the folders come on the same pages.
      for (let token: string | undefined; ; ) {
        const request: ListObjectsV2Command = new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: start,
          Delimiter: '/',
          ...(token ? { ContinuationToken: token } : cursor && { StartAfter: `${start}${cursor}/${LAST}` }),
        })
        const page = await explained(() => client.send(request))
        names.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix.slice(start.length, -1)))
        token = page.NextContinuationToken
        if (token && names.length <= wanted) continue
        const taken = names.slice(0, wanted)
        return { names: taken, cursor: names.length > wanted ? taken.at(-1) : undefined }
      }
    },
  }
}
