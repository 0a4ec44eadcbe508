/**
 * Data sets: public texts to transfer with, and texts to distil on.
 * @module
 */
import { Empty } from '../parts/empty.js'
import { bytes, figure } from '../parts/format.js'
import { Identifier } from '../parts/identifier.js'
import { ErrorBox } from '../parts/problem.js'
import { Moment } from '../parts/time.js'
import { MoreNote, useListed } from './listed.js'

export const DatasetsView = () => {
  const { data, error } = useListed('/v1/datasets')
  const rows = data?.data ?? []
  return (
    <>
      <ErrorBox error={error} />
      {data && rows.length === 0 && (
        <Empty command="promptpost datasets create FILE --name NAME --purpose public">
          No data set yet. Texts that a prompt is transferred with are public and unlabelled; one a line:
        </Empty>
      )}
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Data set</th>
              <th scope="col">Purpose</th>
              <th scope="col" class="number">
                Texts
              </th>
              <th scope="col" class="number wide">
                Size
              </th>
              <th scope="col" class="wide">
                SHA-256
              </th>
              <th scope="col" class="wide">
                Created
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.id}>
                <td>
                  <span class="strong">{row.name}</span>
                  <Identifier id={row.id} />
                </td>
                <td>{row.purpose}</td>
                <td class="number">{figure(row.count)}</td>
                <td class="number wide">{bytes(row.size)}</td>
                <td class="wide">
                  <code class="digest">{row.sha256}</code>
                </td>
                <td class="wide">
                  <Moment at={row.created_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <MoreNote page={data} />
    </>
  )
}
