/**
 * `promptpost webhooks`: where the service tells of jobs' ends.
 * @module
 */
import { type Command, Option } from 'commander'
import type { PromptPost, Schemas } from '../../client/index.js'
import type { CallOptions } from '../../client/transport.js'
import { action, type Context } from '../context.js'
import { addListAndShow, printItem } from '../resource.js'
import { connect } from '../service.js'
import { table } from '../text.js'
import { whole } from '../values.js'

const EVENTS: readonly Schemas['WebhookEventType'][] = ['job.succeeded', 'job.failed', 'job.cancelled']

type CreateFlags = { endpoint: string; events: Schemas['WebhookEventType'][] }

const showSecret = (context: Context, webhook: Schemas['WebhookWithSecret']): void => {
  printItem(context, webhook)
  context.note('keep the secret: it is not shown again')
}

const addOne = (
  group: Command,
  name: string,
  description: string,
  work: (webhooks: PromptPost['webhooks'], id: string, call: CallOptions) => Promise<object>,
): void => {
  group
    .command(name)
    .description(description)
    .argument('<id>')
    .action(
      action(async (context, id: string) => {
        const { webhooks } = await connect(context)
        printItem(context, await work(webhooks, id, { signal: context.signal }))
      }),
    )
}

const outcomeOf = ({ attempts }: Schemas['WebhookDelivery']): string | number | undefined => {
  const last = attempts.at(-1)
  return last?.status ?? last?.error
}

const addDeliveries = (group: Command): void => {
  group
    .command('deliveries')
    .description('what was sent to one or is to be, a page at a time')
    .argument('<id>')
    .option('--limit <n>', 'most to list, up to 100 (default: 20)', whole('--limit', 1, 100))
    .option('--cursor <cursor>', 'the next_cursor of the page before')
    .action(
      action(async (context, id: string, options: { limit?: number; cursor?: string }) => {
        const client = await connect(context)
        const page = await client.webhooks.deliveries(id, { ...options, signal: context.signal }).page()
        context.print(page, () =>
          page.data.length === 0
            ? 'no deliveries'
            : table(
                [
                  ['ID', ({ id }) => id],
                  ['TYPE', ({ type }) => type],
                  ['STATUS', ({ status }) => status],
                  ['TRIES', ({ attempts }) => attempts.length],
                  ['LAST ANSWER', outcomeOf],
                  ['NEXT TRY', ({ next_attempt_at }) => next_attempt_at],
                ],
                page.data,
              ),
        )
        if (page.next_cursor !== null)
          context.note(`more with: promptpost webhooks deliveries ${id} --cursor ${page.next_cursor}`)
      }),
    )
}

export const addWebhooks = (program: Command): void => {
  const group = program.command('webhooks').description("where the service tells of jobs' ends")
  group
    .command('create')
    .description('be told at an https address; the secret is shown once')
    .requiredOption('--endpoint <address>', 'where events go')
    .addOption(new Option('--events <type...>', 'which ones').choices(EVENTS).default(EVENTS, 'all'))
    .action(
      action(async (context, { endpoint: url, events }: CreateFlags) => {
        const client = await connect(context)
        showSecret(context, await client.webhooks.create({ url, events }, { signal: context.signal }))
      }),
    )
  addListAndShow(group, client => client.webhooks, [
    ['ID', ({ id }) => id],
    ['ENDPOINT', ({ url }) => url],
    ['EVENTS', ({ events }) => events.join(' ')],
    ['STATUS', ({ status }) => status],
    ['CREATED', ({ created_at }) => created_at],
  ])
  group
    .command('rotate-secret')
    .description('a new secret; the old one signs beside it for a day')
    .argument('<id>')
    .action(
      action(async (context, id: string) => {
        const client = await connect(context)
        showSecret(context, await client.webhooks.rotateSecret(id, { signal: context.signal }))
      }),
    )
  addOne(group, 'enable', 'use one again that was disabled', (webhooks, id, call) =>
    webhooks.enable(id, call),
  )
  addOne(group, 'test', 'send it one event', (webhooks, id, call) => webhooks.test(id, call))
  addDeliveries(group)
  group
    .command('delete')
    .description('delete one')
    .argument('<id>')
    .action(
      action(async (context, id: string) => {
        const client = await connect(context)
        await client.webhooks.delete(id, { signal: context.signal })
        context.print({ deleted: id }, () => `deleted ${id}`)
      }),
    )
}
