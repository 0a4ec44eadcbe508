/**
 * `promptpost tokens`: credentials, made beside the service's data.
 * @module
 */
import {
  createToken,
  listTokens,
  openDirectoryStore,
  type Role,
  revokeToken,
  rotateToken,
  type TokenFacts,
} from '@promptpost/base/store'
import { type Command, Option } from 'commander'
import { action, type Context } from '../context.js'
import { table } from '../text.js'
import { duration } from '../values.js'

type Place = { data: string; tenant: string }

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

const addCreate = (group: Command): void => {
  addPlace(group.command('create'))
    .description('make a token; it is shown once and cannot be shown again')
    .addOption(
      new Option('--role <role>', 'what it may do').choices(['provider', 'client']).makeOptionMandatory(),
    )
    .option('--read-only', 'it may read, and change nothing')
    .option('--name <text>', 'what it is for')
    .option('--expires <time>', 'when it ends, as 12h or 90d (default: never)', duration('--expires'))
    .action(
      action(
        async (
          context,
          flags: Place & { role: Role; readOnly?: boolean; name?: string; expires?: number },
        ) => {
          const { tenant, role, name } = flags
          const settings = { tenant, role, name, expiresAt: after(flags.expires) }
          const store = await openDirectoryStore(flags.data)
          show(context, await createToken(store, { ...settings, access: flags.readOnly ? 'read' : 'full' }))
        },
      ),
    )
}

const addList = (group: Command): void => {
  addPlace(group.command('list'))
    .description('the tokens of a tenant, never their secrets')
    .action(
      action(async (context, { data, tenant }: Place) => {
        const tokens = await listTokens(await openDirectoryStore(data), tenant)
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
    .action(
      action(async (context, id: string, { data, tenant }: Place) => {
        await revokeToken(await openDirectoryStore(data), tenant, id)
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
    .action(
      action(async (context, id: string, flags: Place & { overlap: number; expires?: number }) => {
        const { tenant, overlap } = flags
        const store = await openDirectoryStore(flags.data)
        show(context, await rotateToken(store, tenant, id, { overlap, expiresAt: after(flags.expires) }))
      }),
    )
}

export const addTokens = (program: Command): void => {
  const group = program.command('tokens').description('credentials of a service on this machine')
  addCreate(group)
  addList(group)
  addEnd(group)
}
