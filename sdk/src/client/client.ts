/**
 * The client of the service.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { openConnection } from './connection.js'
import { datasetsOf } from './resources/datasets.js'
import { jobsOf } from './resources/jobs.js'
import { modelsOf } from './resources/models.js'
import { predictionsOf } from './resources/predictions.js'
import { promptsOf } from './resources/prompts.js'
import { studentsOf } from './resources/students.js'
import { transfersOf } from './resources/transfers.js'
import { webhooksOf } from './resources/webhooks.js'
import { createTransport, type LogEntry } from './transport.js'

export type PromptPostOptions = {
  /** Where the service is, as `https://post.example.com`. */
  baseUrl: string
  /** The tenant's token. It is sent to `baseUrl` only, and never logged. */
  token: string
  /** For each try, in milliseconds, until the answer begins; default 60 000. */
  timeout?: number
  /** Tries after the first; default 2. */
  maxRetries?: number
  /** Given one entry per request, without headers and bodies. */
  log?: (entry: LogEntry) => void
  /** Instead of the global fetch. */
  fetch?: typeof fetch
  /** Allows a token to go over plain HTTP to another machine. */
  allowPlainHttp?: boolean
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

const checkUrl = (text: string, allowPlainHttp: boolean): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new PromptPostError('invalid-argument', 'is not a plain http or https address', {
      field: 'baseUrl',
    })
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname) && !allowPlainHttp)
    throw new PromptPostError('invalid-argument', 'would send the token unencrypted', {
      field: 'baseUrl',
      next: 'Use https, or set allowPlainHttp if the network is yours.',
    })
  return url.href.replace(/\/+$/, '')
}

/**
 * @example
 * const client = new PromptPost({ baseUrl: 'http://127.0.0.1:8080', token: process.env.PROMPTPOST_TOKEN })
 * const prompt = await client.prompts.upload('./my-prompt', { student: 'stu_…' })
 * const transfer = await client.transfers.create({ prompt: prompt.id, dataset: 'dst_…' })
 * await client.jobs.wait(transfer.job, { onProgress: event => console.log(event.progress) })
 */
export class PromptPost {
  readonly models: ReturnType<typeof modelsOf>
  readonly datasets: ReturnType<typeof datasetsOf>
  readonly students: ReturnType<typeof studentsOf>
  readonly prompts: ReturnType<typeof promptsOf>
  readonly transfers: ReturnType<typeof transfersOf>
  readonly predictions: ReturnType<typeof predictionsOf>
  readonly jobs: ReturnType<typeof jobsOf>
  readonly webhooks: ReturnType<typeof webhooksOf>

  /** @throws PromptPostError when the address or the token cannot be used */
  constructor(options: PromptPostOptions) {
    const { token, timeout = 60_000, maxRetries = 2, log } = options
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token))
      throw new PromptPostError('invalid-argument', 'is missing or no token', { field: 'token' })
    const baseUrl = checkUrl(options.baseUrl, options.allowPlainHttp ?? false)
    const transport = createTransport({ token, timeout, maxRetries, log, fetch: options.fetch ?? fetch })
    const connection = openConnection(baseUrl, transport)
    this.models = modelsOf(connection)
    this.datasets = datasetsOf(connection)
    this.students = studentsOf(connection)
    this.prompts = promptsOf(connection)
    this.transfers = transfersOf(connection)
    this.predictions = predictionsOf(connection)
    this.jobs = jobsOf(connection)
    this.webhooks = webhooksOf(connection)
  }
}
