/**
 * Models that are registered here and the students distilled from them.
 * @module
 */
import type { Schemas } from 'promptpost/client'
import { Empty } from '../parts/empty.js'
import { bytes, figure } from '../parts/format.js'
import { Identifier } from '../parts/identifier.js'
import { ErrorBox } from '../parts/problem.js'
import { StatusBadge } from '../parts/status.js'
import { Table } from '../parts/table.js'
import { Moment } from '../parts/time.js'
import { MoreNote, useListed } from './listed.js'

export const sizeOf = (files: readonly Schemas['File'][]): string =>
  files.length === 0 ? '' : bytes(files.reduce((sum, { size }) => sum + size, 0))

type Student = Schemas['Student']

const StudentTable = ({
  students,
  nameOf,
}: {
  students: readonly Student[]
  nameOf: (model: string) => string
}) => (
  <Table
    caption="Students"
    rows={students}
    keyOf={({ id }) => id}
    columns={[
      {
        head: 'Student of',
        of: ({ id, model }) => (
          <>
            <a class="strong name" href={`#/students/${id}`}>
              {nameOf(model)}
            </a>
            <Identifier id={id} />
          </>
        ),
      },
      { head: 'State', of: ({ status }) => <StatusBadge status={status} /> },
      { head: 'Layers', of: ({ layers }) => figure(layers), isNumber: true },
      { head: 'Size', of: ({ files }) => sizeOf(files), isNumber: true, isExtra: true },
      { head: 'Created', of: ({ created_at }) => <Moment at={created_at} />, isExtra: true },
    ]}
  />
)

const count = (value: number | undefined): string => (value === undefined ? '' : figure(value))

const ModelTable = ({ models }: { models: readonly Schemas['Model'][] }) => (
  <Table
    caption="Models"
    rows={models}
    keyOf={({ id }) => id}
    columns={[
      {
        head: 'Model',
        of: ({ id, name }) => (
          <>
            <a class="strong name" href={`#/models/${id}`}>
              {name}
            </a>
            <Identifier id={id} />
          </>
        ),
      },
      { head: 'Revision', of: ({ revision }) => figure(revision), isNumber: true, isExtra: true },
      { head: 'Family', of: ({ config }) => config.model_type },
      { head: 'Width', of: ({ config }) => count(config.hidden_size), isNumber: true, isExtra: true },
      { head: 'Layers', of: ({ config }) => count(config.layers), isNumber: true },
      { head: 'Size', of: ({ files }) => sizeOf(files), isNumber: true, isExtra: true },
      { head: 'Registered', of: ({ created_at }) => <Moment at={created_at} />, isExtra: true },
    ]}
  />
)

export const StudentsView = () => {
  const models = useListed('/v1/models')
  const students = useListed('/v1/students')
  const known = models.data?.data ?? []
  const issued = students.data?.data ?? []
  const nameOf = (id: string): string => known.find(model => model.id === id)?.name ?? id
  return (
    <>
      <ErrorBox error={students.error ?? models.error} />
      {students.data && issued.length === 0 && (
        <Empty command="promptpost students create --model MODEL --dataset TEXTS --layers 2 --wait">
          No student yet. A provider distils one from a registered model:
        </Empty>
      )}
      {issued.length > 0 && <StudentTable students={issued} nameOf={nameOf} />}
      <MoreNote page={students.data} />
      <h2>Models</h2>
      {models.data && known.length === 0 && (
        <Empty command="promptpost models register FOLDER">
          No model yet. A provider registers a folder of the service’s models root:
        </Empty>
      )}
      {known.length > 0 && <ModelTable models={known} />}
      <MoreNote page={models.data} />
    </>
  )
}
