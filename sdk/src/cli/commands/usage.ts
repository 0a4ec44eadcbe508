/**
 * `promptpost usage`: what one's jobs used, day by day.
 * @module
 */
import type { Command } from 'commander'
import type { Schemas } from '../../client/index.js'
import { action } from '../context.js'
import { connect } from '../service.js'
import { bytes, duration, table } from '../text.js'

type Row = Schemas['Usage'] & { date: string }

export const addUsage = (program: Command): void => {
  program
    .command('usage')
    .description('what your jobs used, day by day (UTC)')
    .option('--from <day>', 'first day, as 2026-01-31 (default: 30 days in all)')
    .option('--to <day>', 'last day (default: today)')
    .action(
      action(async (context, days: { from?: string; to?: string }) => {
        const client = await connect(context)
        const report = await client.usage.get(days, { signal: context.signal })
        const rows: Row[] = [...report.days, { date: 'total', ...report.total }]
        // More digits than a currency has: a job may cost less than its smallest coin.
        const cost = ({ cost }: Row): string => (cost ? `${cost.amount.toFixed(4)} ${cost.currency}` : '')
        context.print(report, () =>
          table(
            [
              ['DAY', ({ date }) => date],
              ['DISTIL', ({ jobs }) => jobs.distil],
              ['TRANSFER', ({ jobs }) => jobs.transfer],
              ['PREDICT', ({ jobs }) => jobs.predict],
              ['FAILED', ({ failed }) => failed],
              ['CANCELLED', ({ cancelled }) => cancelled],
              ['COMPUTE', ({ compute_seconds }) => duration(compute_seconds)],
              ['TEXTS', ({ texts_predicted }) => texts_predicted],
              ['TOKENS', ({ tokens_trained }) => tokens_trained],
              ['STORED', ({ bytes_stored }) => bytes(bytes_stored)],
              ...(report.total.cost ? [['COST', cost] as const] : []),
            ],
            rows,
          ),
        )
      }),
    )
}
