/**
 * One student: its teacher, the terms it is issued under, what distilling it measured, and its files.
 * @module
 */
import { LossCurve, stepped } from '../parts/curve.js'
import { Facts, factsOf } from '../parts/facts.js'
import { FileTable } from '../parts/files.js'
import { figure } from '../parts/format.js'
import { ErrorBox } from '../parts/problem.js'
import { Spoken } from '../parts/spoken.js'
import { isActive, StatusBadge } from '../parts/status.js'
import { Moment } from '../parts/time.js'
import { dataOf } from '../service/api.js'
import { useLoad } from '../service/hooks.js'
import { numbersAt } from '../service/unknown.js'

/** Terms that are longer are folded up, in characters. */
const SHORT_TERMS = 600

/** Whatever the provider wrote: an identifier, an address or the text. Shown as text. */
const Terms = ({ license }: { license: string }) =>
  license.length <= SHORT_TERMS ? (
    <p class="terms">{license}</p>
  ) : (
    <details>
      <summary>The whole text, {figure(license.length)} characters</summary>
      <p class="terms">{license}</p>
    </details>
  )

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
      <Spoken>{data.status}</Spoken>
      <div class="headline">
        <StatusBadge status={data.status} />
        {data.job && <a href={`#/jobs/${data.job}`}>its job</a>}
      </div>
      <Facts
        facts={[
          ['Student', <code>{data.id}</code>],
          [
            'Distilled from',
            <a href={`#/models/${data.model}`}>
              {data.teacher.name}, revision {figure(data.teacher.revision)}
            </a>,
          ],
          ['Layers', figure(data.layers)],
          data.kept_layers !== undefined && [
            'Layers of the teacher it began with',
            data.kept_layers.join(', '),
          ],
          data.dataset !== undefined && ['Texts', <code>{data.dataset}</code>],
          ['Created', <Moment at={data.created_at} />],
        ]}
      />
      <h2>Terms of use</h2>
      <p class="soft">Whoever downloads the student may use it under these; they are among its files too.</p>
      <Terms license={data.license} />
      {losses && (
        <>
          <h2>Distillation</h2>
          <LossCurve title="Loss of distillation" points={stepped(losses)} />
        </>
      )}
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
