/**
 * What an upload would send: every file with size, digest and content, and the request they go in.
 * @module
 */
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { digestFile, sha256 } from '@promptpost/base'
import { decodeSafetensors } from '@promptpost/engine/weights'
import { readPromptFolder } from '../client/prompt-folder.js'
import { table } from './text.js'

type Sent = { name: string; size: number; sha256: string; holds: string }

export type UploadContents = {
  /** Where it would go; null when no service is named. */
  destination: string | null
  files: Sent[]
  request: { bytes: number; sha256: string; fields: string[]; headers: string[] }
  /** What lies in the folder and stays. */
  stays: string[]
  uploaded: false
}

type Body = Awaited<ReturnType<typeof readPromptFolder>>

const describeTensors = (body: Body): string => {
  const bytes = Buffer.from(body.adapter_model, 'base64')
  const tensors = decodeSafetensors(bytes, { maxBytes: bytes.length, label: 'adapter_model.safetensors' })
  const list = [...tensors].map(([name, { shape, storage }]) => `${name} [${shape.join(', ')}] ${storage}`)
  return `the tuned prompt: ${list.join('; ')}`
}

const describeTask = ({ task }: Body): string => {
  const labels = Object.keys(task.verbalizer ?? {})
  return `template ${JSON.stringify(task.template)}, label words of ${labels.join(', ')}, digest of the student, method, steps, seed`
}

const describeReport = (report: Record<string, unknown>): string => {
  const { epsilon, delta } = (report.guarantee ?? {}) as Record<string, unknown>
  const earlier = report.ledger ? ', earlier runs on these records and what all spent' : ''
  return `epsilon ${epsilon}, delta ${delta}, mechanism, number of examples${earlier}, what is not covered`
}

/** Reads the folder exactly as the upload does. Opens no connection. */
export const explainUpload = async (
  folder: string,
  student: string,
  url: string | undefined,
): Promise<UploadContents> => {
  const body = await readPromptFolder(folder, student)
  const holds: Record<string, string> = {
    'adapter_config.json': `PEFT's description of the prompt: ${Object.keys(body.adapter_config).length} settings, no data`,
    'adapter_model.safetensors': describeTensors(body),
    ...(body.privacy_report ? { 'privacy-report.json': describeReport(body.privacy_report) } : {}),
    'task.json': describeTask(body),
  }
  const files = await Promise.all(
    Object.entries(holds).map(
      async ([name, text]): Promise<Sent> => ({
        name,
        ...(await digestFile(join(folder, name))),
        holds: text,
      }),
    ),
  )
  const request = JSON.stringify(body)
  const stays = (await readdir(folder)).filter(name => !(name in holds)).sort()
  const isFolder = async (name: string): Promise<string> =>
    (await lstat(join(folder, name))).isDirectory() ? `${name}/` : name
  return {
    destination: url === undefined ? null : `${url.replace(/\/+$/, '')}/v1/prompts`,
    files,
    request: {
      bytes: Buffer.byteLength(request),
      sha256: sha256(request),
      fields: Object.keys(body),
      headers: [
        'authorization (your token)',
        'user-agent (versions of promptpost, Node and platform)',
        'idempotency-key (random)',
      ],
    },
    stays: await Promise.all(stays.map(isFolder)),
    uploaded: false,
  }
}

export const renderUpload = (contents: UploadContents, student: string): string => {
  const { destination, files, request, stays } = contents
  return [
    `An upload would send these ${files.length} files${destination === null ? '' : ` to ${destination}`}:`,
    '',
    table(
      [
        ['FILE', file => file.name],
        ['BYTES', file => file.size],
        ['SHA256', file => file.sha256],
        ['HOLDS', file => file.holds],
      ],
      files,
    ),
    '',
    `They go in one JSON request of ${request.bytes} bytes, with the student's name ${student} and the headers`,
    `${request.headers.join(', ')}.`,
    ...(stays.length > 0 ? [`What else lies in the folder stays: ${stays.join(', ')}.`] : []),
    'Nothing else leaves this machine, no text and no label of an example. Nothing was uploaded.',
  ].join('\n')
}
