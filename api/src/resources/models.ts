/**
 * Models: folders of the server's models root that a provider registered. Clients see what is registered, not its files.
 * @module
 */
import { digestOfList } from '@promptpost/base'
import type { ModelReference } from '@promptpost/base/jobs'
import { keyOf, readJson, updateJson } from '@promptpost/base/store'
import { requireMatch } from '../http/conditional.js'
import type { RequestContext } from '../http/environment.js'
import { reserve } from '../http/once.js'
import type { Handlers, Input } from '../http/operations.js'
import { notFound, Problem } from '../http/problem.js'
import type { Schemas } from '../http/validate.js'
import { deleteThing } from './deletion/handle.js'
import { modelView } from './model-view.js'
import { listPage } from './pages.js'
import { find, issue, type ModelRecord, orLeftOut, save } from './records.js'
import { claimRevision } from './revisions.js'

export const modelReference = ({ id, name, files }: ModelRecord): ModelReference => ({ id, name, files })

type Templates = Schemas['ModelTemplates']

const checkTemplates = (templates: Templates = []): void => {
  const names = templates.map(({ name }) => name)
  const again = names.findIndex((name, at) => names.indexOf(name) < at)
  if (again >= 0)
    throw new Problem(422, 'duplicate-name', `The name ${names[again]} stands twice.`, {
      pointer: `/templates/${again}/name`,
    })
}

const ownKey = (c: RequestContext, id: string): string =>
  keyOf({ tenant: c.get('credential').tenant, collection: 'models', id })

/** @throws Problem 412 when If-Match names another state than the one that is changed */
const changeTemplates = async (c: RequestContext, id: string, templates: Templates): Promise<ModelRecord> => {
  const changed = await updateJson<ModelRecord>(c.get('services').store, ownKey(c, id), record => {
    requireMatch(c, modelView(record))
    return { ...record, templates }
  })
  if (!changed) throw notFound()
  return changed
}

const register = async (
  c: RequestContext,
  { body, digest }: Input<'createModel'>,
): Promise<{ isNew: boolean; record: ModelRecord }> => {
  const { store, allowances, models: shelf } = c.get('services')
  const { name, templates } = body
  checkTemplates(templates)
  const found = await shelf(name)
  if (!found)
    throw new Problem(404, 'no-such-model-folder', 'The models root has no folder of this name.', {
      pointer: '/name',
    })
  const { id, createdAt } = await reserve(c, { collection: 'models', bytes: 0, startsJob: false }, digest)
  const read = async (model: string) => (await readJson<ModelRecord>(store, ownKey(c, model)))?.value
  const replayed = await read(id)
  if (replayed) return { isNew: true, record: replayed }
  const { config, files } = found
  const filesDigest = digestOfList(files)
  const isThere = async (model: string) => (await read(model)) !== undefined
  const revision = await claimRevision(c, name, { id, sha256: filesDigest }, isThere)
  if (revision.id !== id) {
    await allowances.release(c.get('credential').tenant, { id })
    const record = templates
      ? await changeTemplates(c, revision.id, templates)
      : (await find(c, 'models', revision.id)).record
    return { isNew: false, record }
  }
  const record = await save(c, 'models', {
    id,
    name,
    revision: revision.number,
    config,
    templates: templates ?? [],
    files,
    sha256: filesDigest,
    created_at: createdAt,
  })
  await issue(c, 'models', id)
  return { isNew: true, record }
}

export const models = {
  async createModel(c, input) {
    const { isNew, record } = await register(c, input)
    const headers = { location: `/v1/models/${record.id}` }
    return { status: isNew ? 201 : 200, body: modelView(record), headers }
  },
  async listModels(c, { query }) {
    const one = (id: string) => orLeftOut(find(c, 'models', id).then(({ record }) => modelView(record)))
    return { status: 200, body: await listPage(c, query, 'models', one) }
  },
  async getModel(c, { path }) {
    return { status: 200, body: modelView((await find(c, 'models', path.id)).record) }
  },
  async updateModel(c, { path, body: { templates } }) {
    checkTemplates(templates)
    const { record } = await find(c, 'models', path.id)
    return { status: 200, body: modelView(await changeTemplates(c, record.id, templates)) }
  },
  deleteModel(c, { path }) {
    return deleteThing(c, 'models', path.id, async () => modelView((await find(c, 'models', path.id)).record))
  },
} satisfies Partial<Handlers>
