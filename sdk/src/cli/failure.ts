/**
 * Errors as people and programs meet them: exit code, text, and the command that helps.
 * @module
 */
import { type ErrorCode, PromptPostError } from '@promptpost/base'
import type { Command } from 'commander'
import { ApiError, ConnectionError, IntegrityError, JobError, UserAbortError } from '../client/errors.js'
import { refusedFlag } from './refused-field.js'
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

/** Not found, and not in the words of a service, or by one at another address: what answers here is not what was meant. */
const isOfAnother = ({ status, code, problem }: ApiError): boolean =>
  status === 404 && (code === 'unknown' || !(problem.instance ?? '/v1/').startsWith('/v1/'))

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

const LISTED: readonly string[] = [
  'models',
  'datasets',
  'uploads',
  'students',
  'prompts',
  'transfers',
  'predictions',
  'jobs',
  'webhooks',
]

/** Which list shows the names that a request may use, from the field at fault or the path asked for. */
const listFor = ({ pointer, problem }: ApiError): string | undefined => {
  const place = pointer === undefined ? problem.instance?.split('/')[2] : pointer.slice(1)
  const group = place?.endsWith('s') ? place : `${place}s`
  return LISTED.includes(group) ? `promptpost ${group} list` : undefined
}

const CHECK_URL =
  'Check --url or PROMPTPOST_URL; a service of your own starts with: promptpost serve --data DIR --models DIR'

/** The command that was called, and the words after `promptpost` that call it. */
export type Called = { readonly command: Command; readonly path: string }

const nextOfField = (error: ApiError, called: Called | undefined): string | undefined => {
  const list = listFor(error)
  if (list !== undefined) return `See what there is with: ${list}`
  return called && refusedFlag(error, called.command) !== undefined
    ? `See what it takes with: promptpost ${called.path} --help`
    : undefined
}

const nextOf = (error: unknown, called: Called | undefined): string | undefined => {
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
  if (error.status === 404 || error.pointer !== undefined) return nextOfField(error, called)
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
  [/^records(PerUser)?(?=: )/g, '--records-per-user'],
  [/(^| in )verbalizer\./g, '$1--verbalizer '],
  [/^verbalizer(?=: )/g, '--verbalizer'],
  [/^publicTexts\b/g, '--public-texts'],
  [/^baseModel\b/g, '--base-model'],
  [/^vocabularySize\b/g, '--vocab-size'],
  [
    /^(steps|epsilon|delta|clip|budget|examples|seed|out|device|shadows|canaries|to|dtype|redact)(?=: )/g,
    '--$1',
  ],
]

const messageOf = (error: unknown, called: Called | undefined): string => {
  const trouble = fileTrouble(error)
  if (trouble) return trouble.message
  const text = error instanceof Error ? error.message : String(error)
  if (error instanceof ConnectionError) return text.replace(/\bbaseUrl\b/g, '--url')
  if (error instanceof ApiError && called) return refusedFlag(error, called.command) ?? text
  if (!(error instanceof PromptPostError)) return text
  return FLAGS.reduce((message, [word, flag]) => message.replace(word, flag), text)
}

export type Failure = { code: string; message: string; exit_code: ExitCode; next?: string }

/** Everything there is to say about an error, without its stack; of a called command a refused field is told as its flag. */
export const describeFailure = (error: unknown, called?: Called): Failure & Record<string, unknown> => {
  const next = nextOf(error, called)
  return {
    code: codeOf(error),
    message: messageOf(error, called),
    exit_code: exitCodeOf(error),
    ...(next === undefined ? {} : { next }),
    ...(error instanceof ApiError
      ? { status: error.status, pointer: error.pointer, request_id: error.requestId }
      : {}),
  }
}
