/**
 * The service's address and where its token comes from: flag, else environment, else project file, else user file.
 * @module
 */
import type { Globals } from '../context.js'
import { CliError, EXIT } from '../failure.js'
import { besideFile, readProjectFile, readUserFile } from './files.js'

/** `source` as it is told to people. */
export type Setting = { value: string; source: string }

/** Which token is sent: the environment's, that of a file (`-` is stdin), or of a file that a project names. */
export type TokenPlace = { kind: 'environment' | 'file' | 'file of project' } & Setting

export type ServiceSettings = { url?: Setting; token?: TokenPlace }

const PLAIN_TOKEN = /^pp_[A-Za-z0-9_-]{1,512}$/

/** A file that a project names may be any file of this machine: of such one, only what is a token of this service is sent. */
export const isServiceToken = (text: string): boolean => PLAIN_TOKEN.test(text)

const sameService = (one: string, other: string): boolean =>
  URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin

/**
 * A folder from someone else may bring a `promptpost.json` with an address of his. A token that was made for the address
 * of the user file is not sent there unasked.
 */
const requireConsent = (project: Setting, userUrl: string | undefined, token: TokenPlace): void => {
  if (userUrl === undefined || sameService(project.value, userUrl)) return
  throw new CliError(
    EXIT.auth,
    'other-service',
    `${project.source} names the service ${project.value}, your user file ${userUrl}: the token of ${token.source} may not be for the first`,
    `Say which is meant: give --url, or name a token for ${project.value} with --token-file.`,
  )
}

/** @throws PromptPostError for a file of settings that is wrong; CliError where a token might go astray */
export const serviceSettings = async (
  globals: Pick<Globals, 'url' | 'tokenFile' | 'project'>,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ServiceSettings> => {
  const project = await readProjectFile(globals.project ?? environment.PROMPTPOST_PROJECT)
  const user = await readUserFile()
  const first = (...settings: (Setting | false | undefined)[]): Setting | undefined =>
    settings.find((setting): setting is Setting => setting !== false && setting !== undefined)
  const setting = (value: string | undefined, source: string): Setting | undefined =>
    value ? { value, source } : undefined
  const projectUrl = project && setting(project.settings.url, project.path)
  const url = first(
    setting(globals.url, '--url'),
    setting(environment.PROMPTPOST_URL, 'PROMPTPOST_URL'),
    projectUrl,
    user && setting(user.settings.url, user.path),
  )
  const beside = (
    kind: TokenPlace['kind'],
    file: string,
    path: string | undefined,
  ): TokenPlace | undefined =>
    path === undefined ? undefined : { kind, value: besideFile(file, path), source: file }
  const ofFlag = globals.tokenFile
  const token: TokenPlace | undefined =
    ofFlag !== undefined
      ? { kind: 'file', value: ofFlag, source: '--token-file' }
      : environment.PROMPTPOST_TOKEN
        ? { kind: 'environment', value: environment.PROMPTPOST_TOKEN, source: 'PROMPTPOST_TOKEN' }
        : project?.settings.tokenFile !== undefined
          ? beside('file of project', project.path, project.settings.tokenFile)
          : user && beside('file', user.path, user.settings.tokenFile)
  if (projectUrl && url === projectUrl && token && token.source !== '--token-file')
    if (token.source !== project?.path) requireConsent(projectUrl, user?.settings.url, token)
  return { ...(url && { url }), ...(token && { token }) }
}
