/**
 * Which student, public texts and template: those that were named, or the only ones there are.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Task } from '@promptpost/engine/post'
import type { Connection, Schemas } from '../client/connection.js'
import { datasetsOf } from '../client/resources/datasets.js'
import { modelsOf } from '../client/resources/models.js'
import { studentsOf } from '../client/resources/students.js'

const isIdentifier = (text: string, prefix: string): boolean =>
  new RegExp(`^${prefix}_[0-9a-z]{26}$`).test(text)

const missing = (field: string, value: string | undefined, message: string, next: string): never => {
  throw new PromptPostError('not-found', message, { field, ...(value === undefined ? {} : { value }), next })
}

const findModel = async (
  connection: Connection,
  name: string,
  signal?: AbortSignal,
): Promise<Schemas['Model']> => {
  const models = modelsOf(connection)
  if (isIdentifier(name, 'mod')) return models.get(name, { signal })
  const [model] = (await models.list({ name, order: 'desc', limit: 1, signal })).data
  return model ?? missing('model', name, 'is not on this service', 'List them with: promptpost models list')
}

/**
 * @throws PromptPostError 'not-found' when there is none; 'invalid-argument' when both or none are named and there are several
 */
export const chooseStudent = async (
  connection: Connection,
  { student, model }: { student?: string | undefined; model?: string | undefined },
  signal?: AbortSignal,
): Promise<Schemas['Student']> => {
  if (student !== undefined && model !== undefined)
    throw new PromptPostError('invalid-argument', 'was given together with a student', {
      field: 'model',
      value: model,
      next: 'Give one of them: a student belongs to one model.',
    })
  const students = studentsOf(connection)
  if (student !== undefined) return students.get(student, { signal })
  const filter = { status: 'succeeded', order: 'desc', limit: 2, signal } as const
  if (model !== undefined) {
    const { id } = await findModel(connection, model, signal)
    const [newest] = (await students.list({ ...filter, model: id })).data
    return (
      newest ??
      missing('model', model, 'has no student yet', 'Ask the provider to distil one, or name another.')
    )
  }
  const found = (await students.list(filter)).data
  if (found.length > 1)
    throw new PromptPostError('invalid-argument', 'is missing, and there are several', {
      field: 'student',
      next: 'Name a student, or a model; list them with: promptpost students list',
    })
  return (
    found[0] ??
    missing('student', undefined, 'is missing, and the service has none', 'Ask the provider for one.')
  )
}

/** @throws PromptPostError 'not-found' when there are none; 'invalid-argument' when none is named and there are several */
export const chooseDataset = async (
  connection: Connection,
  dataset: string | undefined,
  signal?: AbortSignal,
): Promise<Schemas['Dataset']> => {
  const datasets = datasetsOf(connection)
  if (dataset !== undefined && isIdentifier(dataset, 'dst')) return datasets.get(dataset, { signal })
  const filter = { purpose: 'public', order: 'desc', limit: 100, signal } as const
  const { data: found } = await datasets.list(
    dataset === undefined ? filter : { ...filter, name: dataset, limit: 1 },
  )
  const [newest] = found
  if (newest && (dataset !== undefined || found.length === 1)) return newest
  if (newest)
    throw new PromptPostError('invalid-argument', 'is missing, and there are several', {
      field: 'dataset',
      next: `Choose public texts like the ones you classify: ${[...new Set(found.map(({ name }) => name))].join(', ')}.`,
    })
  return missing(
    'dataset',
    dataset,
    dataset === undefined ? 'is missing, and there are no public texts' : 'is not on this service',
    'Upload some with: promptpost datasets create FILE --name NAME --purpose public',
  )
}

/** A task by the name under which the model offers it. */
export type OfferedTask = { name: string; task: Task }

/**
 * The template and words that a model offers, for a call that gives neither.
 *
 * @throws PromptPostError 'invalid-argument' when it offers none or several, saying which
 */
export const offeredTask = async (
  connection: Connection,
  model: string,
  signal?: AbortSignal,
): Promise<OfferedTask> => {
  const { templates } = await modelsOf(connection).get(model, { signal })
  const [only] = templates
  if (only && templates.length === 1) {
    const { name, template, verbalizer, scoring } = only
    return { name, task: { template, verbalizer, ...(scoring && { scoring }) } }
  }
  const names = templates.map(({ name, template }) => `${name} (${JSON.stringify(template)})`).join(', ')
  throw new PromptPostError(
    'invalid-argument',
    only ? 'is missing, and the model offers several' : 'is missing, and the model offers none',
    {
      field: 'template',
      next: only
        ? `Give \`template\` and \`verbalizer\`, of one of these or your own: ${names}.`
        : 'Give `template` and `verbalizer`, as "{text} It was" and the words of each label.',
    },
  )
}
