/**
 * The service a remote command talks to. Its token comes from the environment, a file or stdin: an argument would stand
 * in the process list and in the shell's history.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { PromptPost } from '../client/index.js'
import type { Context } from './context.js'
import { CliError, EXIT, usageError } from './failure.js'

const MAKE_TOKEN =
  'Set PROMPTPOST_TOKEN, or give --token-file FILE (- for stdin). A token is made beside the service with: promptpost tokens create --data DIR --tenant ID --role client'

const noToken = (message: string): CliError => new CliError(EXIT.auth, 'no-token', message, MAKE_TOKEN)

const readToken = async (file: string | undefined): Promise<string> => {
  if (file === undefined) return process.env.PROMPTPOST_TOKEN ?? ''
  if (file === '-') return readAll(process.stdin)
  return readFile(file, 'utf8').catch(() => {
    throw noToken('--token-file cannot be read')
  })
}

/** @throws CliError when there is no address or no token; nothing is sent yet */
export const connect = async ({ globals }: Context): Promise<PromptPost> => {
  const baseUrl = globals.url ?? process.env.PROMPTPOST_URL
  if (!baseUrl)
    throw usageError(
      'the address of the service is missing',
      'Set PROMPTPOST_URL or give --url; a service of your own starts with: promptpost serve --data DIR --models DIR',
    )
  const token = (await readToken(globals.tokenFile)).trim()
  if (token === '') throw noToken('there is no token')
  if (!/^[\x21-\x7e]{1,4096}$/.test(token)) throw noToken('what was given is no token')
  return new PromptPost({ baseUrl, token, allowPlainHttp: globals.allowPlainHttp ?? false })
}
