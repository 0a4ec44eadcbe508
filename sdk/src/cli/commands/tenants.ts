/**
 * `promptpost tenants`: whole tenants of a service, seen, taken out and deleted beside its data.
 * @module
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { type ObjectStore, openDirectoryStore } from '@promptpost/base/store'
import { deleteTenant, exportTenant, listTenants } from '@promptpost/base/tenants'
import type { Command } from 'commander'
import { action } from '../context.js'
import { confirm } from '../resource.js'
import { bytes, counts, table } from '../text.js'

/** Opens what is there: a folder that is none of a service stays as it is. */
const openData = async (data: string): Promise<ObjectStore> => {
  if ((await stat(join(data, 'objects')).catch(() => undefined))?.isDirectory())
    return openDirectoryStore(data)
  throw new PromptPostError('not-found', 'is not the data directory of a service', {
    field: '--data',
    value: data,
    next: 'Give the folder that serve --data has.',
  })
}

const addList = (group: Command): void => {
  group
    .command('list')
    .description('every tenant, with its tokens by role, what it keeps and its jobs that have not ended')
    .requiredOption('--data <dir>', "the service's data directory")
    .action(
      action(async (context, { data }: { data: string }) => {
        const tenants = await listTenants(await openData(data))
        context.print({ tenants }, () =>
          tenants.length === 0
            ? 'no tenants'
            : table(
                [
                  ['TENANT', ({ tenant }) => tenant],
                  ['TOKENS', ({ tokens }) => counts(tokens)],
                  ['THINGS', ({ resources }) => resources],
                  ['SIZE', ({ bytes: size }) => bytes(size)],
                  ['JOBS', ({ unfinishedJobs }) => unfinishedJobs],
                ],
                tenants,
              ),
        )
      }),
    )
}

const addExport = (group: Command): void => {
  group
    .command('export')
    .description(
      'all that is of a tenant as files, with their digests in manifest.json; no token, no secret of a webhook',
    )
    .argument('<tenant>')
    .requiredOption('--data <dir>', "the service's data directory")
    .requiredOption('--out <dir>', 'folder to make; it appears when all is in it')
    .action(
      action(async (context, tenant: string, { data, out }: { data: string; out: string }) => {
        context.interrupt.announce('stopping the export')
        const { files } = await exportTenant(await openData(data), tenant, out, context.signal)
        const size = files.reduce((sum, file) => sum + file.size, 0)
        context.print(
          { tenant, directory: out, files: files.length, bytes: size },
          () => `${tenant} is in ${out}: ${files.length} files, ${bytes(size)}`,
        )
      }),
    )
}

const addDelete = (group: Command): void => {
  group
    .command('delete')
    .description('delete a tenant with all that is its; ask again to finish one that was interrupted')
    .argument('<tenant>')
    .requiredOption('--data <dir>', "the service's data directory")
    .option('-y, --yes', 'do not ask')
    .option('--force', 'also when other tenants need what it has')
    .action(
      action(async (context, tenant: string, flags: { data: string; yes?: boolean; force?: boolean }) => {
        const store = await openData(flags.data)
        if (!flags.yes) await confirm(context, `deleting ${tenant} with all that is its`)
        const work = join(flags.data, 'work')
        const deletion = await deleteTenant(store, tenant, { work, force: flags.force ?? false })
        context.print(
          { ...deletion, deleted: true },
          () => `${tenant} is deleted: ${deletion.objects} objects, ${deletion.cancelled} jobs cancelled`,
        )
        if (deletion.dependants.things > 0)
          context.note(
            `${deletion.dependants.things} things of ${deletion.dependants.tenants} other tenants name what is gone`,
          )
      }),
    )
}

export const addTenants = (program: Command): void => {
  const group = program.command('tenants').description('whole tenants of a service on this machine')
  addList(group)
  addExport(group)
  addDelete(group)
}
