/**
 * `promptpost tokens`: credentials, made beside the service's data.
 * @module
 */
import { createToken, openDirectoryStore, type Role } from '@promptpost/base/store'
import { type Command, Option } from 'commander'
import { action } from '../context.js'

type Flags = { data: string; tenant: string; role: Role }

export const addTokens = (program: Command): void => {
  program
    .command('tokens')
    .description('credentials of a service on this machine')
    .command('create')
    .description('make a token; it is shown once and cannot be shown again')
    .requiredOption('--data <dir>', "the service's data directory")
    .requiredOption('--tenant <id>', 'whose it is: lower-case letters, digits and dashes')
    .addOption(
      new Option('--role <role>', 'what it may do').choices(['provider', 'client']).makeOptionMandatory(),
    )
    .action(
      action(async (context, { data, tenant, role }: Flags) => {
        const token = await createToken(await openDirectoryStore(data), { tenant, role })
        context.print({ token, tenant, role }, () => token)
        context.note('keep it: it is not stored. Use it as PROMPTPOST_TOKEN, or in a file with --token-file')
      }),
    )
}
