/**
 * The service a remote command talks to. Its token comes from the environment, a file or stdin: an argument would stand
 * in the process list and in the shell's history.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { type LogEntry, type Logger, PromptPost } from '../client/index.js'
import type { Context } from './context.js'
import { fetchToRead } from './dry-run.js'
import { CliError, EXIT, usageError } from './failure.js'
import { isServiceToken, serviceSettings, type TokenPlace } from './settings/service-settings.js'

const MAKE_TOKEN =
  'Set PROMPTPOST_TOKEN, or give --token-file FILE (- for stdin). A token is made beside the service with: promptpost tokens create --data DIR --tenant ID --role client'

const noToken = (message: string): CliError => new CliError(EXIT.auth, 'no-token', message, MAKE_TOKEN)

const readToken = async (place: TokenPlace | undefined): Promise<string> => {
  if (place === undefined) throw noToken('there is no token')
  const { kind, value, source } = place
  if (kind === 'environment') return value
  const isFlag = source === '--token-file'
  if (isFlag && value === '-') return readAll(process.stdin)
  const text = await readFile(value, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    const place = isFlag ? `--token-file: ${value}` : `${source}: the file of tokenFile, ${value},`
    throw noToken(`${place} cannot be read (${code})`)
  })
  if (kind === 'file of project' && !isServiceToken(text.trim()))
    throw noToken(
      `${source}: the file of tokenFile, ${value}, holds no token of this service (pp_...), and no other is taken from there`,
    )
  return text
}

/** One line a try, for --verbose. */
const detailsTo = (context: Context): Logger => {
  const show = (_: string, entry: LogEntry): void => {
    const { method, path, status, attempt, milliseconds, requestId, error } = entry
    context.detail(
      [
        `${method} ${path}`,
        status ?? error,
        `${milliseconds} ms`,
        ...(attempt > 0 ? [`try ${attempt + 1}`] : []),
        ...(requestId === undefined ? [] : [requestId]),
      ].join('  '),
    )
  }
  return { error: show, warn: show, info: show, debug: show }
}

/** @throws CliError when there is no address or no token; nothing is sent yet */
export const connect = async (context: Context): Promise<PromptPost> => {
  const { globals } = context
  const { url, token: place } = await serviceSettings(globals)
  if (!url)
    throw usageError(
      'the address of the service is missing',
      'Set PROMPTPOST_URL or give --url, or write it down with: promptpost init; a service of your own starts with: promptpost serve --data DIR --models DIR',
    )
  const token = (await readToken(place)).trim()
  if (token === '') throw noToken('there is no token')
  if (!/^[\x21-\x7e]{1,4096}$/.test(token)) throw noToken('what was given is no token')
  context.detail(`service ${url.value} (${url.source}), token of ${place?.source}`)
  return new PromptPost({
    baseUrl: url.value,
    token,
    allowPlainHttp: globals.allowPlainHttp ?? false,
    // Who sets PROMPTPOST_LOG gets what it names, from the client itself.
    ...(process.env.PROMPTPOST_LOG ? {} : { logger: detailsTo(context), logLevel: 'info' }),
    ...(globals.dryRun && { fetch: fetchToRead, maxRetries: 0 }),
  })
}
