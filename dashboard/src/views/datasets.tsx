/**
 * Data sets: public texts to transfer with, and texts to distil on.
 * @module
 */
import { Empty } from '../parts/empty.js'
import { bytes, figure } from '../parts/format.js'
import { Identifier } from '../parts/identifier.js'
import { ErrorBox } from '../parts/problem.js'
import { Table } from '../parts/table.js'
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
        <Table
          caption="Data sets"
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            {
              head: 'Data set',
              of: ({ id, name }) => (
                <>
                  <span class="strong name">{name}</span>
                  <Identifier id={id} />
                </>
              ),
            },
            { head: 'Purpose', of: ({ purpose }) => purpose },
            { head: 'Texts', of: ({ count }) => figure(count), isNumber: true },
            { head: 'Size', of: ({ size }) => bytes(size), isNumber: true, isExtra: true },
            { head: 'SHA-256', of: ({ sha256 }) => <code class="digest">{sha256}</code>, isExtra: true },
            { head: 'Created', of: ({ created_at }) => <Moment at={created_at} />, isExtra: true },
          ]}
        />
      )}
      <MoreNote page={data} />
    </>
  )
}
