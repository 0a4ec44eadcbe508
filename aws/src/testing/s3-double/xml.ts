/**
 * The little XML that S3 speaks: written as elements, and one document read.
 * @module
 */
import { S3Error } from './types.js'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export const text = (name: string, value: string | number | boolean): string =>
  `<${name}>${String(value).replace(/[&<>"]/g, c => ESCAPES[c]!)}</${name}>`

export const element = (name: string, content: readonly string[]): string =>
  `<${name}>${content.join('')}</${name}>`

export const document = (root: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root}`

/** The parts that a CompleteMultipartUpload document names. */
export const partsNamed = (body: Buffer): { number: number; etag: string }[] =>
  [...body.toString('utf8').matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => {
    const number = Number(/<PartNumber>(\d+)<\/PartNumber>/.exec(part)?.[1])
    const etag = /<ETag>(.*?)<\/ETag>/.exec(part)?.[1]?.replaceAll('&quot;', '"')
    if (!Number.isInteger(number) || etag === undefined)
      throw new S3Error(400, 'MalformedXML', 'a part is malformed')
    return { number, etag }
  })
