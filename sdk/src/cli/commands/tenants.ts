/**
 * `promptpost tenants`: whole tenants of a service, seen, taken out and deleted beside its data.
 * @module
 */
import { join } from 'node:path'
import {
  deleteTenant,
  exportTenant,
  listTenants,
  planDeletion,
  type TenantDeletionPlan,
} from '@promptpost/base/tenants'
import type { Command } from 'commander'
import { action, type Context } from '../context.js'
import { openData } from '../data-folder.js'
import { confirm } from '../resource.js'
import { bytes, counts, table } from '../text.js'

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

type DeleteFlags = { data: string; yes?: boolean; force?: boolean; dryRun?: boolean }

const showPlan = (context: Context, plan: TenantDeletionPlan): void => {
  const { tenant, tokens, objects, bytes: size, unfinishedJobs, dependants } = plan
  context.print({ plan }, () =>
    [
      `of ${tenant} would go: ${objects} objects with ${bytes(size)} of files, the tokens (${counts(tokens)})`,
      `jobs that would be cancelled: ${unfinishedJobs}`,
      `things of ${dependants.tenants} other tenants that name what it has: ${dependants.things}${dependants.things > 0 ? '; it would be refused without --force' : ''}`,
    ].join('\n'),
  )
  context.note('nothing was done')
}

const addDelete = (group: Command): void => {
  group
    .command('delete')
    .description('delete a tenant with all that is its; ask again to finish one that was interrupted')
    .argument('<tenant>')
    .requiredOption('--data <dir>', "the service's data directory")
    .option('-y, --yes', 'do not ask')
    .option('--force', 'also when other tenants need what it has')
    .option('--dry-run', 'show what would go, delete nothing')
    .action(
      action(async (context, tenant: string, flags: DeleteFlags) => {
        const store = await openData(flags.data)
        if (flags.dryRun) return showPlan(context, await planDeletion(store, tenant))
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
