/**
 * `promptpost jobs`: what the service works on.
 * @module
 */
import type { Command } from 'commander'
import { UserAbortError } from '../../client/errors.js'
import type { Schemas } from '../../client/index.js'
import { action } from '../context.js'
import { CliError, EXIT } from '../failure.js'
import { followJob } from '../follow-job.js'
import { addListAndShow, printItem } from '../resource.js'
import { connect } from '../service.js'
import { whole } from '../values.js'

const percent = (share: number): string => `${Math.floor(100 * share)} %`

const eventLine = (event: Schemas['JobEvent']): string => {
  const metrics = Object.entries(event.metrics ?? {}).map(
    ([name, value]) => `${name} ${Number(value.toPrecision(5))}`,
  )
  const parts = [
    event.at,
    event.type,
    event.stage,
    event.progress === undefined ? undefined : percent(event.progress),
    ...metrics,
    event.message,
    event.failure?.message,
    event.failure?.next,
  ]
  return parts.filter(part => part !== undefined).join('  ')
}

export const addJobs = (program: Command): void => {
  const group = program.command('jobs').description('what the service works on')
  addListAndShow(group, client => client.jobs, [
    ['ID', job => job.id],
    ['KIND', job => job.kind],
    ['MAKES', job => job.resource.id],
    ['STATUS', job => job.status],
    ['PROGRESS', job => percent(job.progress)],
    ['UPDATED', job => job.updated_at],
  ])
  group
    .command('wait')
    .description('wait for its end; Ctrl-C stops the waiting, not the job')
    .argument('<id>')
    .action(
      action(async (context, id: string) => {
        const client = await connect(context)
        printItem(context, await followJob(context, client, id))
      }),
    )
  group
    .command('cancel')
    .description('ask it to stop; a running one stops at its next step')
    .argument('<id>')
    .action(
      action(async (context, id: string) => {
        const client = await connect(context)
        printItem(context, await client.jobs.cancel(id, { signal: context.signal }))
      }),
    )
  group
    .command('events')
    .description('its events to the last, as they come; with --json one object a line')
    .argument('<id>')
    .option('--after <n>', 'only those after this sequence number', whole('--after', 0))
    .action(
      action(async (context, id: string, { after = 0 }: { after?: number }) => {
        const client = await connect(context)
        context.interrupt.announce('no longer following')
        try {
          for await (const event of client.jobs.events(id, { after, signal: context.signal }))
            context.print(event, () => eventLine(event))
        } catch (error) {
          if (!(error instanceof UserAbortError)) throw error
          throw new CliError(
            EXIT.interrupted,
            'stopped-waiting',
            'stopped following; the job is as it was',
            `Follow it with: promptpost jobs wait ${id}; cancel it with: promptpost jobs cancel ${id}`,
          )
        }
      }),
    )
}
