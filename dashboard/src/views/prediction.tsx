/**
 * One prediction: how its texts were classified. The texts themselves are deleted when the job ends.
 * @module
 */
import { useState } from 'preact/hooks'
import type { Schemas } from 'promptpost/client'
import { Facts } from '../parts/facts.js'
import { figure } from '../parts/format.js'
import { ErrorBox } from '../parts/problem.js'
import { Share } from '../parts/share.js'
import { Spoken } from '../parts/spoken.js'
import { isActive, StatusBadge } from '../parts/status.js'
import { Table } from '../parts/table.js'
import { Moment } from '../parts/time.js'
import { dataOf } from '../service/api.js'
import { useLoad } from '../service/hooks.js'
import { sourceOf } from './predictions.js'

/** How often to look whether it is done, in milliseconds. */
const AGAIN = 1_000

/** Rows that are shown at first; there are 1000 at most. */
const FIRST_ROWS = 50

type Results = NonNullable<Schemas['Prediction']['results']>

const Classes = ({ labels, results }: { labels: readonly string[]; results: Results }) => (
  <Table
    caption="How often each class is answered"
    isCaptionShown
    isNarrow
    rows={labels.map(label => ({ label, count: results.filter(result => result.label === label).length }))}
    keyOf={({ label }) => label}
    columns={[
      { head: 'Class', of: ({ label }) => label, class: 'name' },
      { head: 'Texts', of: ({ count }) => figure(count), isNumber: true },
      { head: 'Share', of: ({ count }) => <Share share={results.length && count / results.length} /> },
    ]}
  />
)

const Rows = ({ labels, results }: { labels: readonly string[]; results: Results }) => {
  const [isWhole, setWhole] = useState(false)
  const rows = results.map((result, i) => ({ number: i + 1, ...result }))
  return (
    <>
      <Table
        caption="Answer for each text, in the order in which they were sent"
        isCaptionShown
        isNarrow
        rows={isWhole ? rows : rows.slice(0, FIRST_ROWS)}
        keyOf={({ number }) => String(number)}
        columns={[
          { head: 'Text', of: ({ number }) => figure(number) },
          { head: 'Class', of: ({ label }) => label, class: 'name' },
          { head: 'Probability', of: ({ label, scores }) => <Share share={scores[labels.indexOf(label)]} /> },
        ]}
      />
      {!isWhole && rows.length > FIRST_ROWS && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {figure(rows.length)}
        </button>
      )}
    </>
  )
}

export const PredictionView = ({ id }: { id: string }) => {
  const { data, error } = useLoad(
    `prediction ${id}`,
    (api, signal) => dataOf(api.client.GET('/v1/predictions/{id}', { params: { path: { id } }, signal })),
    prediction => (isActive(prediction.status) ? AGAIN : undefined),
  )
  if (!data) return error === undefined ? <p class="soft">Loading…</p> : <ErrorBox error={error} />
  const { labels, results } = data
  return (
    <>
      <ErrorBox error={error} />
      <Spoken>{data.status}</Spoken>
      <div class="headline">
        <StatusBadge status={data.status} />
        <a href={`#/jobs/${data.job}`}>its job</a>
      </div>
      <Facts
        facts={[
          ['Prediction', <code>{data.id}</code>],
          ['With', sourceOf(data)],
          data.transfer !== undefined && [
            'Transfer',
            <a href={`#/transfers/${data.transfer}`}>
              <code>{data.transfer}</code>
            </a>,
          ],
          data.prompt !== undefined && [
            'Prompt',
            <a href={`#/prompts/${data.prompt}`}>
              <code>{data.prompt}</code>
            </a>,
          ],
          [
            'Model',
            <a href={`#/models/${data.model}`}>
              <code>{data.model}</code>
            </a>,
          ],
          ['Texts', figure(data.count)],
          ['Created', <Moment at={data.created_at} />],
        ]}
      />
      {results && (
        <>
          <h2>Classes</h2>
          <Classes labels={labels} results={results} />
          <h2>Answers</h2>
          <p class="soft">The service has deleted the texts; the answers stand in their order.</p>
          <Rows labels={labels} results={results} />
        </>
      )}
    </>
  )
}
