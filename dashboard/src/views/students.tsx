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
import { Moment } from '../parts/time.js'
import { MoreNote, useListed } from './listed.js'

export const sizeOf = (files: readonly Schemas['File'][]): string =>
  files.length === 0 ? '' : bytes(files.reduce((sum, { size }) => sum + size, 0))

const StudentTable = ({
  students,
  nameOf,
}: {
  students: readonly Schemas['Student'][]
  nameOf: (model: string) => string
}) => (
  <table>
    <thead>
      <tr>
        <th scope="col">Student of</th>
        <th scope="col">State</th>
        <th scope="col" class="number">
          Layers
        </th>
        <th scope="col" class="number wide">
          Size
        </th>
        <th scope="col" class="wide">
          Created
        </th>
      </tr>
    </thead>
    <tbody>
      {students.map(student => (
        <tr key={student.id}>
          <td>
            <a class="strong" href={`#/students/${student.id}`}>
              {nameOf(student.model)}
            </a>
            <Identifier id={student.id} />
          </td>
          <td>
            <StatusBadge status={student.status} />
          </td>
          <td class="number">{figure(student.layers)}</td>
          <td class="number wide">{sizeOf(student.files)}</td>
          <td class="wide">
            <Moment at={student.created_at} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

const ModelTable = ({ models }: { models: readonly Schemas['Model'][] }) => (
  <table>
    <thead>
      <tr>
        <th scope="col">Model</th>
        <th scope="col">Family</th>
        <th scope="col" class="number wide">
          Width
        </th>
        <th scope="col" class="number">
          Layers
        </th>
        <th scope="col" class="number wide">
          Size
        </th>
        <th scope="col" class="wide">
          Registered
        </th>
      </tr>
    </thead>
    <tbody>
      {models.map(({ id, name, config, files, created_at }) => (
        <tr key={id}>
          <td>
            <a class="strong" href={`#/models/${id}`}>
              {name}
            </a>
            <Identifier id={id} />
          </td>
          <td>{config.model_type}</td>
          <td class="number wide">{config.hidden_size && figure(config.hidden_size)}</td>
          <td class="number">{config.layers && figure(config.layers)}</td>
          <td class="number wide">{sizeOf(files)}</td>
          <td class="wide">
            <Moment at={created_at} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
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
