/**
 * Errors as people and programs meet them: exit code, text, and the command that helps.
 * @module
 */
import { type ErrorCode, PromptPostError } from '@promptpost/base'
import { ApiError, ConnectionError, IntegrityError, JobError, UserAbortError } from '../client/errors.js'
import { fileTrouble, isUnforeseen } from './trouble.js'

/** What a process that ran the CLI can rely on. */
export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  auth: 3,
  notFound: 4,
  privacyRefused: 5,
  auditAlarm: 6,
  interrupted: 130,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** For the help and docs/cli.md. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  [EXIT.ok]: 'done',
  [EXIT.failure]: 'failed',
  [EXIT.usage]: 'wrong input',
  [EXIT.auth]: 'no valid token',
  [EXIT.notFound]: 'not found',
  [EXIT.privacyRefused]: 'refused for privacy',
  [EXIT.auditAlarm]: 'audit alarm',
  [EXIT.interrupted]: 'interrupted',
}

/** An error of the command line itself. */
export class CliError extends Error {
  constructor(
    readonly exitCode: ExitCode,
    readonly code: string,
    message: string,
    /** What to do now; a command where there is one. */
    readonly next?: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'CliError'
  }
}

export const usageError = (message: string, next?: string): CliError =>
  new CliError(EXIT.usage, 'usage', message, next)

const OF_CODE: Partial<Record<ErrorCode, ExitCode>> = {
  'not-found': EXIT.notFound,
  unavailable: EXIT.failure,
  'compute-crashed': EXIT.failure,
  internal: EXIT.failure,
  cancelled: EXIT.interrupted,
  'privacy-refused': EXIT.privacyRefused,
}

const OF_STATUS: Record<number, ExitCode> = {
  400: EXIT.usage,
  401: EXIT.auth,
  403: EXIT.auth,
  404: EXIT.notFound,
  413: EXIT.usage,
  415: EXIT.usage,
  422: EXIT.usage,
}

/** Not found, and not in the words of a service: something else answers at this address. */
const isOfAnother = (error: ApiError): boolean => error.status === 404 && error.code === 'unknown'

/** The exit code of an error: what is not a known kind of refusal is a plain failure. */
export const exitCodeOf = (error: unknown): ExitCode => {
  if (error instanceof CliError) return error.exitCode
  if (error instanceof PromptPostError) return OF_CODE[error.code] ?? EXIT.usage
  if (error instanceof ApiError) {
    if (isOfAnother(error)) return EXIT.failure
    return error.code === 'privacy-refused' ? EXIT.privacyRefused : (OF_STATUS[error.status] ?? EXIT.failure)
  }
  if (error instanceof JobError)
    return error.job.failure?.code === 'privacy-refused' ? EXIT.privacyRefused : EXIT.failure
  if (error instanceof UserAbortError) return EXIT.interrupted
  return EXIT.failure
}

const codeOf = (error: unknown): string => {
  if (error instanceof CliError || error instanceof PromptPostError || error instanceof ApiError)
    return error.code
  if (error instanceof JobError) return error.job.failure?.code ?? 'job-cancelled'
  if (error instanceof ConnectionError) return 'no-connection'
  if (error instanceof IntegrityError) return 'integrity'
  if (error instanceof UserAbortError) return 'cancelled'
  return (error as NodeJS.ErrnoException | undefined)?.code ?? 'internal'
}

/** Which list shows the names that a request may use, from the field at fault or the path asked for. */
const listFor = (error: ApiError): string => {
  const place = error.pointer?.slice(1) || error.problem.instance?.split('/')[2] || ''
  const group = place.endsWith('s') ? place : `${place}s`
  const known = ['models', 'datasets', 'students', 'prompts', 'transfers', 'predictions', 'jobs'].includes(
    group,
  )
  return known ? `promptpost ${group} list` : 'promptpost jobs list'
}

const CHECK_URL =
  'Check --url or PROMPTPOST_URL; a service of your own starts with: promptpost serve --data DIR --models DIR'

const nextOf = (error: unknown): string | undefined => {
  if (error instanceof CliError) return error.next
  if (error instanceof ConnectionError || (error instanceof ApiError && isOfAnother(error))) return CHECK_URL
  if (error instanceof IntegrityError) return 'Run the same command again: what was right is kept.'
  if (error instanceof JobError) return `See what happened with: promptpost jobs events ${error.job.id}`
  const trouble = fileTrouble(error)
  if (trouble) return trouble.next
  if (isUnforeseen(error)) return 'This was not foreseen. Run it again with --debug to see where it happened.'
  if (!(error instanceof ApiError)) return undefined
  if (error.status === 401)
    return 'Set PROMPTPOST_TOKEN or give --token-file; a new token is made beside the service with: promptpost tokens create --data DIR --tenant ID --role client'
  if (error.status === 403)
    return 'Use a token of the other role: promptpost tokens create --data DIR --tenant ID --role provider'
  if (error.status === 404 || error.pointer !== undefined) return `See what there is with: ${listFor(error)}`
  if (error.code === 'queue-full') return 'See which have not ended with: promptpost jobs list'
  if (error.status === 409 && error.code !== 'in-use') return 'See how far it is with: promptpost jobs list'
  return undefined
}

/** Names of the library, as the flags that stand for them here. */
const FLAGS: readonly (readonly [RegExp, string])[] = [
  [/\bheader: false and "0", "1", \.\.\./g, '--no-header and 0, 1, ...'],
  [/\bgive format: '/g, "give --format '"],
  [/, or give encoding: 'latin1'/g, ''],
  [/\bset allowPlainHttp\b/g, 'give --allow-plain-http'],
  [/Rename labels with `labels`/g, 'Rename labels with --label-map'],
  [/^baseUrl\b/g, '--url'],
  [/\b(text|label)Column\b/g, '--$1-column'],
  [/\bvirtualTokens\b/g, '--virtual-tokens'],
  [/\bbatchSize\b/g, '--batch-size'],
  [/\blearningRate\b/g, '--learning-rate'],
  [/\bmaxTokens\b/g, '--max-tokens'],
  [/\bexpectedBatch\b/g, '--expected-batch'],
  [/\bnoiseMultiplier\b/g, '--noise-multiplier'],
  [/^publicTexts\b/g, '--public-texts'],
  [/^baseModel\b/g, '--base-model'],
  [/^vocabularySize\b/g, '--vocab-size'],
  [
    /^(steps|epsilon|delta|clip|budget|examples|seed|out|device|shadows|canaries|to|dtype|redact)(?=: )/g,
    '--$1',
  ],
]

const messageOf = (error: unknown): string => {
  const trouble = fileTrouble(error)
  if (trouble) return trouble.message
  const text = error instanceof Error ? error.message : String(error)
  if (error instanceof ConnectionError) return text.replace(/\bbaseUrl\b/g, '--url')
  if (!(error instanceof PromptPostError)) return text
  return FLAGS.reduce((message, [word, flag]) => message.replace(word, flag), text)
}

export type Failure = { code: string; message: string; exit_code: ExitCode; next?: string }

/** Everything there is to say about an error, without its stack. */
export const describeFailure = (error: unknown): Failure & Record<string, unknown> => {
  const next = nextOf(error)
  return {
    code: codeOf(error),
    message: messageOf(error),
    exit_code: exitCodeOf(error),
    ...(next === undefined ? {} : { next }),
    ...(error instanceof ApiError
      ? { status: error.status, pointer: error.pointer, request_id: error.requestId }
      : {}),
  }
}
