/**
 * What one's jobs used, by day or by month, in UTC as the service counts.
 * @module
 */
import { useState } from 'preact/hooks'
import type { Schemas } from 'promptpost/client'
import { Bars } from '../parts/bars.js'
import { Empty } from '../parts/empty.js'
import { Facts } from '../parts/facts.js'
import { bytes, duration, figure, money } from '../parts/format.js'
import { ErrorBox } from '../parts/problem.js'
import { type Column, Table } from '../parts/table.js'
import { dataOf } from '../service/api.js'
import { firstOf, type Period, periodsOf, seriesOf } from '../service/days.js'
import { useLoad } from '../service/hooks.js'

/** How often to look again, in milliseconds. */
const AGAIN = 30_000

const SPANS = {
  month: { title: 'Last 30 days, by day', days: 30, by: 'day' },
  quarter: { title: 'Last 90 days, by day', days: 90, by: 'day' },
  year: { title: 'Last 366 days, by month', days: 366, by: 'month' },
} as const

type Span = keyof typeof SPANS

const jobsOf = ({ jobs }: Schemas['Usage']): number => jobs.distil + jobs.transfer + jobs.predict

const Total = ({ total }: { total: Schemas['Usage'] }) => (
  <Facts
    areShort
    facts={[
      ['Jobs', figure(jobsOf(total))],
      ['of them failed', figure(total.failed)],
      ['of them cancelled', figure(total.cancelled)],
      ['Compute time', duration(total.compute_seconds)],
      ['Texts predicted', figure(total.texts_predicted)],
      ['Tokens trained on', figure(total.tokens_trained)],
      ['Files left by jobs', bytes(total.bytes_stored)],
      total.cost && ['At today’s price', money(total.cost)],
    ]}
  />
)

const columnsOf = (by: 'day' | 'month', isPriced: boolean): Column<Period>[] => [
  { head: by === 'day' ? 'Day' : 'Month', of: ({ name }) => <span class="nowrap">{name}</span> },
  { head: 'Distil', of: ({ jobs }) => figure(jobs.distil), isNumber: true, isExtra: true },
  { head: 'Transfer', of: ({ jobs }) => figure(jobs.transfer), isNumber: true, isExtra: true },
  { head: 'Predict', of: ({ jobs }) => figure(jobs.predict), isNumber: true, isExtra: true },
  { head: 'Jobs', of: period => figure(jobsOf(period)), isNumber: true },
  { head: 'Failed', of: ({ failed }) => figure(failed), isNumber: true, isExtra: true },
  { head: 'Compute', of: ({ compute_seconds }) => duration(compute_seconds), isNumber: true },
  { head: 'Texts', of: ({ texts_predicted }) => figure(texts_predicted), isNumber: true },
  { head: 'Stored', of: ({ bytes_stored }) => bytes(bytes_stored), isNumber: true, isExtra: true },
  ...(isPriced
    ? [{ head: 'Cost', of: ({ cost }: Period) => cost && money(cost), isNumber: true, isExtra: true }]
    : []),
]

const Report = ({ report, by }: { report: Schemas['UsageReport']; by: 'day' | 'month' }) => (
  <>
    <Total total={report.total} />
    <Bars
      title={`Compute time by ${by}`}
      bars={seriesOf(report, by, ({ compute_seconds }) => compute_seconds)}
    />
    <Table
      caption={`Usage by ${by}; a job counts when it ends, and what has none is left out`}
      isCaptionShown
      columns={columnsOf(by, report.total.cost !== undefined)}
      rows={periodsOf(report, by).reverse()}
      keyOf={({ name }) => name}
    />
    {report.total.cost && (
      <p class="soft">The cost is the compute time at the price that holds today. It is no bill.</p>
    )}
  </>
)

export const UsageView = () => {
  const [span, setSpan] = useState<Span>('month')
  const { days, by } = SPANS[span]
  const { data, error } = useLoad(
    `usage ${span}`,
    (api, signal) =>
      dataOf(api.client.GET('/v1/usage', { params: { query: { from: firstOf(days) } }, signal })),
    () => AGAIN,
  )
  return (
    <>
      <ErrorBox error={error} />
      <div class="field">
        <label for="span">Period</label>
        <select id="span" value={span} onChange={event => setSpan(event.currentTarget.value as Span)}>
          {Object.entries(SPANS).map(([name, { title }]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </div>
      {data && jobsOf(data.total) === 0 && (
        <Empty command="promptpost usage">
          No job has ended between {data.from} and {data.to}, in UTC. Predictions that are answered at once
          are no jobs and not counted.
        </Empty>
      )}
      {data && jobsOf(data.total) > 0 && <Report report={data} by={by} />}
    </>
  )
}
