/**
 * The contents of an upload as text for people.
 * @module
 */
import { plain, wrap } from '../text.js'
import type { SentFile, SentHeader, UploadContents } from './contents.js'

const HOW: Record<SentFile['body']['encoding'], string> = {
  json: 'as JSON without white space',
  base64: 'as base64',
}

const fileLines = ({ name, size, sha256, holds, body }: SentFile): string[] => [
  name,
  `  ${size} bytes, sha256 ${sha256}`,
  `  in the body: bytes ${body.start} to ${body.end}, ${HOW[body.encoding]}, sha256 ${body.sha256}`,
  `  ${holds.title}:`,
  ...wrap(holds.values, '; ').map(line => `    ${line}`),
  '',
]

const headerLine = ({ name, value, varies }: SentHeader): string => `  ${name}: ${value ?? `(${varies})`}`

export const renderUpload = (contents: UploadContents, student: string | undefined): string => {
  const { destination, files, request, hasPrivacyReport, stays } = contents
  const { bytes, sha256, fields } = request.body
  return [
    `An upload would send these ${files.length} files${destination === null ? '' : ` to ${destination}`}:`,
    '',
    ...files.flatMap(fileLines),
    'They go in one request:',
    '',
    `  ${request.method} ${request.path} HTTP/1.1`,
    ...request.headers.map(headerLine),
    '',
    bytes === null
      ? `Its body is one JSON object of ${fields.join(', ')}. Its size and digest depend on the student: give --student.`
      : `Its body is one JSON object of ${fields.join(', ')} (${student}): ${bytes} bytes, sha256 ${sha256}.`,
    ...(hasPrivacyReport
      ? []
      : ['This prompt was tuned without differential privacy: it may reveal some of its data.']),
    ...(stays.length > 0 ? [`What else lies in the folder stays: ${stays.join(', ')}.`] : []),
    'Nothing else leaves this machine, no text and no label of an example. Nothing was uploaded.',
  ]
    .map(plain)
    .join('\n')
}
