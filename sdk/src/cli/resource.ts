/**
 * What the groups of remote commands have in common: `list`, `show` and `delete`.
 * @module
 */
import type { Command } from 'commander'
import type { Listing, PromptPost } from '../client/index.js'
import type { CallOptions } from '../client/transport.js'
import { isTerminal, openAsker } from './ask.js'
import { action, type Context } from './context.js'
import { CliError, EXIT, usageError } from './failure.js'
import { connect } from './service.js'
import { type Column, fields, table } from './text.js'
import { whole } from './values.js'

type Resource<T> = {
  list: (options?: { cursor?: string; limit?: number; signal?: AbortSignal }) => Listing<T>
  get: (id: string, call?: CallOptions) => Promise<T>
}

type Deletable = { delete: (id: string, call?: CallOptions) => Promise<void> }

/** Prints one thing, as JSON or field by field. */
export const printItem = (context: Context, item: object): void => context.print(item, () => fields(item))

/** Adds `list` and `show` to a group. */
export const addListAndShow = <T extends object>(
  group: Command,
  pick: (client: PromptPost) => Resource<T>,
  columns: readonly Column<T>[],
): void => {
  group
    .command('list')
    .description('list them, a page at a time')
    .option('--limit <n>', 'most to list, up to 100 (default: 20)', whole('--limit', 1, 100))
    .option('--cursor <cursor>', 'the next_cursor of the page before')
    .action(
      action(async (context, options: { limit?: number; cursor?: string }) => {
        const client = await connect(context)
        const page = await pick(client)
          .list({ ...options, signal: context.signal })
          .page()
        context.print(page, () => (page.data.length === 0 ? `no ${group.name()}` : table(columns, page.data)))
        if (page.next_cursor !== null)
          context.note(`more with: promptpost ${group.name()} list --cursor ${page.next_cursor}`)
      }),
    )
  group
    .command('show')
    .description('show all about one')
    .argument('<id>')
    .action(
      action(async (context, id: string) => {
        const client = await connect(context)
        printItem(context, await pick(client).get(id, { signal: context.signal }))
      }),
    )
}

/** Asks whether what cannot be undone is meant; where no one can be asked, only --yes says so. */
export const confirm = async (context: Context, what: string): Promise<void> => {
  if (!isTerminal())
    throw usageError(
      `${what} cannot be undone, and no one is there to ask`,
      'Say that it is meant with --yes.',
    )
  const asker = openAsker(context.signal)
  try {
    const answer = await asker.ask({ text: `${what} cannot be undone. Go on (yes or no)`, proposal: 'no' })
    if (!/^y(es)?$/i.test(answer)) throw new CliError(EXIT.interrupted, 'cancelled', 'nothing was deleted')
  } finally {
    asker.close()
  }
}

/** Adds `delete` to a group. @param description what goes, and what must not be there */
export const addDelete = (
  group: Command,
  pick: (client: PromptPost) => Deletable,
  description: string,
): void => {
  group
    .command('delete')
    .description(description)
    .argument('<id>')
    .option('-y, --yes', 'do not ask')
    .action(
      action(async (context, id: string, { yes }: { yes?: boolean }) => {
        const client = await connect(context)
        if (!yes && !context.globals.dryRun) await confirm(context, `deleting ${id}`)
        await pick(client).delete(id, { signal: context.signal })
        context.print({ id, deleted: true }, () => `${id} is deleted`)
      }),
    )
}
