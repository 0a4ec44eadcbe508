/**
 * `promptpost tokens`: credentials, made beside the service's data.
 * @module
 */
import {
  createToken,
  endAfter,
  findToken,
  listTokens,
  openDirectoryStore,
  planToken,
  type Role,
  revokeToken,
  rotateToken,
  type TokenFacts,
  type TokenSettings,
} from '@promptpost/base/store'
import { type Command, Option } from 'commander'
import { action, type Context } from '../context.js'
import { openData } from '../data-folder.js'
import { fields, table } from '../text.js'
import { duration } from '../values.js'

type Place = { data: string; tenant: string; dryRun?: boolean }

const KEEP = 'keep it: it is not stored. Use it as PROMPTPOST_TOKEN, or in a file with --token-file'

const after = (milliseconds: number | undefined): Date | undefined =>
  milliseconds === undefined ? undefined : new Date(Date.now() + milliseconds)

const addPlace = (command: Command): Command =>
  command
    .requiredOption('--data <dir>', "the service's data directory")
    .requiredOption('--tenant <id>', 'whose it is: lower-case letters, digits and dashes')

const show = (context: Context, { token, facts }: { token: string; facts: TokenFacts }): void => {
  context.print({ token, ...facts }, () => token)
  context.note(KEEP)
}

const DRY_RUN = ['--dry-run', 'show what would change, change nothing'] as const

const showPlan = (context: Context, plan: object): void => {
  context.print({ plan }, () =>
    Object.entries(plan)
      .map(([what, token]) => `would ${what}:\n${fields(token)}`)
      .join('\n\n'),
  )
  context.note('nothing was done')
}

/** A token of now, as it would be made. */
const planned = (settings: TokenSettings) => {
  const { createdAt: _, ...token } = planToken(settings)
  return token
}

const addCreate = (group: Command): void => {
  addPlace(group.command('create'))
    .description('make a token; it is shown once and cannot be shown again')
    .addOption(
      new Option('--role <role>', 'what it may do').choices(['provider', 'client']).makeOptionMandatory(),
    )
    .option('--read-only', 'it may read, and change nothing')
    .option('--name <text>', 'what it is for')
    .option('--expires <time>', 'when it ends, as 12h or 90d (default: never)', duration('--expires'))
    .option(...DRY_RUN)
    .action(
      action(
        async (
          context,
          flags: Place & { role: Role; readOnly?: boolean; name?: string; expires?: number },
        ) => {
          const { tenant, role, name } = flags
          const access = flags.readOnly ? ('read' as const) : ('full' as const)
          const settings = { tenant, role, access, name, expiresAt: after(flags.expires) }
          if (flags.dryRun) return showPlan(context, { create: planned(settings) })
          show(context, await createToken(await openDirectoryStore(flags.data), settings))
        },
      ),
    )
}

const addList = (group: Command): void => {
  addPlace(group.command('list'))
    .description('the tokens of a tenant, never their secrets')
    .action(
      action(async (context, { data, tenant }: Place) => {
        const tokens = await listTokens(await openData(data), tenant)
        context.print({ tokens }, () =>
          table(
            [
              ['ID', ({ id }) => id],
              ['ROLE', ({ role }) => role],
              ['ACCESS', ({ access }) => access],
              ['NAME', ({ name }) => name],
              ['CREATED', ({ createdAt }) => createdAt.slice(0, 10)],
              ['EXPIRES', ({ expiresAt }) => expiresAt?.slice(0, 16)],
            ],
            tokens,
          ),
        )
      }),
    )
}

const addEnd = (group: Command): void => {
  addPlace(group.command('revoke'))
    .argument('<id>', 'as the list shows it')
    .description('end a token at once')
    .option(...DRY_RUN)
    .action(
      action(async (context, id: string, { data, tenant, dryRun }: Place) => {
        const store = await openData(data)
        if (dryRun) return showPlan(context, { revoke: await findToken(store, tenant, id) })
        await revokeToken(store, tenant, id)
        context.print({ revoked: id }, () => `revoked ${id}`)
      }),
    )
  addPlace(group.command('rotate'))
    .argument('<id>', 'as the list shows it')
    .description('a new token in the place of one, which holds a while longer')
    .option('--overlap <time>', 'how long the old one still holds', duration('--overlap'), 24 * 3_600_000)
    .option(
      '--expires <time>',
      'when the new one ends, as 12h or 90d (default: never)',
      duration('--expires'),
    )
    .option(...DRY_RUN)
    .action(
      action(async (context, id: string, flags: Place & { overlap: number; expires?: number }) => {
        const { tenant, overlap } = flags
        const expiresAt = after(flags.expires)
        const store = await openData(flags.data)
        if (!flags.dryRun) return show(context, await rotateToken(store, tenant, id, { overlap, expiresAt }))
        const old = await findToken(store, tenant, id)
        const { role, access, name } = old
        showPlan(context, {
          create: planned({ tenant, role, access, name, expiresAt }),
          end: { ...old, expiresAt: endAfter(old, overlap) },
        })
      }),
    )
}

export const addTokens = (program: Command): void => {
  const group = program.command('tokens').description('credentials of a service on this machine')
  addCreate(group)
  addList(group)
  addEnd(group)
}
