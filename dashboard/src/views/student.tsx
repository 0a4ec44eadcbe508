/**
 * One student: what distilling it measured, and its files.
 * @module
 */
import { LossCurve, stepped } from '../parts/curve.js'
import { Facts, factsOf } from '../parts/facts.js'
import { FileTable } from '../parts/files.js'
import { figure } from '../parts/format.js'
import { ErrorBox } from '../parts/problem.js'
import { isActive, StatusBadge } from '../parts/status.js'
import { Moment } from '../parts/time.js'
import { dataOf } from '../service/api.js'
import { useLoad } from '../service/hooks.js'
import { numbersAt } from '../service/unknown.js'

/** How often to look whether it is ready, in milliseconds. */
const AGAIN = 2_000

export const StudentView = ({ id }: { id: string }) => {
  const { data, error } = useLoad(
    `student ${id}`,
    (api, signal) => dataOf(api.client.GET('/v1/students/{id}', { params: { path: { id } }, signal })),
    student => (isActive(student.status) ? AGAIN : undefined),
  )
  if (!data) return error === undefined ? <p class="soft">Loading…</p> : <ErrorBox error={error} />
  const losses = numbersAt(data.facts, 'losses')
  return (
    <>
      <ErrorBox error={error} />
      <div class="headline">
        <StatusBadge status={data.status} />
        {data.job && <a href={`#/jobs/${data.job}`}>its job</a>}
      </div>
      <Facts
        facts={[
          ['Student', <code>{data.id}</code>],
          [
            'Model',
            <a href={`#/models/${data.model}`}>
              <code>{data.model}</code>
            </a>,
          ],
          ['Layers', figure(data.layers)],
          data.dataset !== undefined && ['Texts', <code>{data.dataset}</code>],
          ['Created', <Moment at={data.created_at} />],
        ]}
      />
      {losses && <LossCurve title="Loss of distillation" points={stepped(losses)} />}
      {data.files.length > 0 && (
        <>
          <h2>Files</h2>
          <FileTable files={data.files} />
          <p class="soft">A client takes them with:</p>
          <pre>
            <code>promptpost students download {data.id} student</code>
          </pre>
        </>
      )}
      {data.facts && (
        <>
          <h2>Facts</h2>
          <Facts facts={factsOf(data.facts)} />
        </>
      )}
    </>
  )
}
