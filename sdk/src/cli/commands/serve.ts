/**
 * `promptpost serve`: the service on this machine, as a child process. Its code is not part of this package.
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PromptPostError } from '@promptpost/base'
import type { Command } from 'commander'
import { action, type Context } from '../context.js'
import { CliError, EXIT } from '../failure.js'
import { shellQuote } from '../text.js'
import { decimal, whole } from '../values.js'

type Flags = {
  data: string
  models: string
  port?: number
  host?: string
  slots?: number
  maxJobs?: number
  maxResources?: number
  maxBytes?: string
  cacheBytes?: string
  retention?: string
  webhooksToPrivate?: boolean
  pricePerHour?: number
  currency?: string
  oidcIssuer?: string
  oidcAudience?: string
  oidcTenantClaim?: string
  oidcRoleClaim?: string
  predictor?: string
}

/** Why the service did not start, as it tells whoever started it. */
type StartFailure = { reason: string; next?: string }

const findServer = (): string => {
  try {
    return join(createRequire(import.meta.url).resolve('@promptpost/api'), '..', 'node.js')
  } catch (cause) {
    const next = 'Install it with: npm install @promptpost/api @promptpost/gpu-jobs'
    throw new CliError(
      EXIT.failure,
      'not-installed',
      'the service (@promptpost/api) is not installed',
      next,
      { cause },
    )
  }
}

const announce = (context: Context, flags: Flags, line: string): void => {
  const { url } = JSON.parse(line) as { url: string }
  context.print(JSON.parse(line), () => `promptpost is at ${url}`)
  context.note(`its dashboard is at ${url}/dashboard`)
  context.note(
    `a token is made with: promptpost tokens create --data ${shellQuote(flags.data)} --tenant ID --role provider`,
  )
}

const requireFolder = async (models: string): Promise<void> => {
  if ((await stat(models).catch(() => undefined))?.isDirectory()) return
  throw new PromptPostError('not-found', 'is no folder', {
    field: '--models',
    value: models,
    next: 'Name the folder that holds model directories; for a quick look: examples',
  })
}

const serve = async (context: Context, flags: Flags): Promise<void> => {
  const { data, models, ...rest } = flags
  await requireFolder(models)
  const flagOf = (name: string): string =>
    `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
  const settings = Object.entries(rest).flatMap(([name, value]) => [
    flagOf(name),
    value === true ? 'yes' : String(value),
  ])
  const child = spawn(process.execPath, [findServer(), '--data', data, '--models', models, ...settings], {
    // The channel tells the server when this process is gone, however it went.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  context.interrupt.takeOver((signal, times) => {
    if (times === 1) context.note('stopping the service; Ctrl-C again kills it')
    child.kill(times === 1 ? signal : 'SIGKILL')
  })
  createInterface({ input: child.stdout! }).on('line', line => announce(context, flags, line))
  let failure: StartFailure | undefined
  child.on('message', message => {
    failure = message as StartFailure
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  // What it said last may still be in the channel.
  if (child.connected) await once(child, 'disconnect')
  if (code === 0) return
  const isUsage = code === EXIT.usage
  const ended = code === null ? 'the service was killed' : `the service ended with exit code ${code}`
  throw new CliError(
    isUsage ? EXIT.usage : EXIT.failure,
    'service-ended',
    failure?.reason ?? ended,
    failure?.next ?? (isUsage ? 'See: promptpost serve --help' : undefined),
  )
}

export const addServe = (program: Command): void => {
  program
    .command('serve')
    .description('run the service on this machine')
    .requiredOption('--data <dir>', 'where all its state lives')
    .requiredOption('--models <dir>', 'folder of the models that may be registered')
    .option('--port <n>', 'default 8080; 0 takes any free port', whole('--port', 0, 65_535))
    .option('--host <address>', 'default 127.0.0.1, this machine only')
    .option('--slots <n>', 'jobs at a time; default 1', whole('--slots', 1, 64))
    .option(
      '--max-jobs <n>',
      'jobs of a tenant that have not ended; default 200',
      whole('--max-jobs', 1, 10_000),
    )
    .option(
      '--max-resources <n>',
      'things a tenant keeps; default 100000',
      whole('--max-resources', 1, 10_000_000),
    )
    .option('--max-bytes <size>', 'bytes a tenant keeps, as 512MiB; default 100GiB')
    .option(
      '--cache-bytes <size>',
      'what jobs keep on disk of what they compute of data sets, as 10GiB; 0 for nothing; default a tenth of the free disk, 10GiB at most',
    )
    .option('--retention <time>', 'delete predictions that long after their end, as 30d; default: keep them')
    .option(
      '--webhooks-to-private',
      'let webhooks into private networks, and over plain http to this machine',
    )
    .option('--price-per-hour <x>', 'of compute, for estimates and usage', decimal('--price-per-hour', 0))
    .option('--currency <code>', 'of the price, as USD')
    .option('--oidc-issuer <url>', 'accept JWTs of this OpenID Connect issuer beside own tokens')
    .option('--oidc-audience <name>', 'what they must name in aud')
    .option('--oidc-tenant-claim <name>', 'their claim that holds the tenant; default tenant')
    .option('--oidc-role-claim <name>', 'their claim that holds the role; default role')
    .option(
      '--predictor <file>',
      'program that predicts while the caller waits; off for jobs only (default: that of @promptpost/gpu-jobs)',
    )
    .action(action(serve))
}
