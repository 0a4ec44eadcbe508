/**
 * Models: folders of the server's models root that a provider registered. Clients see what is registered, not its files.
 * @module
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '@promptpost/base'
import type { ModelReference } from '@promptpost/base/jobs'
import { reserve } from '../http/once.js'
import type { Handlers } from '../http/operations.js'
import { Problem } from '../http/problem.js'
import { readModelFolder } from './model-folder.js'
import { listPage } from './pages.js'
import { find, issue, type ModelRecord, orLeftOut, save } from './records.js'

export const modelReference = ({ id, name, files }: ModelRecord): ModelReference => ({ id, name, files })

export const models = {
  async createModel(c, { body, digest }) {
    const directory = join(c.get('services').modelsDirectory, body.name)
    if (!(await stat(directory).catch(() => undefined))?.isDirectory())
      throw new Problem(404, 'no-such-model-folder', 'The models root has no folder of this name.', {
        pointer: '/name',
      })
    const { id, createdAt } = await reserve(c, { collection: 'models', bytes: 0, startsJob: false }, digest)
    const { config, files } = await readModelFolder(directory)
    const record = await save(c, 'models', {
      id,
      name: body.name,
      config,
      files,
      sha256: sha256(JSON.stringify(files)),
      created_at: createdAt,
    })
    await issue(c, 'models', id)
    return { status: 201, body: record, headers: { location: `/v1/models/${id}` } }
  },
  async listModels(c, { query }) {
    const one = async (id: string) => (await orLeftOut(find(c, 'models', id)))?.record
    return { status: 200, body: await listPage(c, query, 'models', one) }
  },
  async getModel(c, { path }) {
    return { status: 200, body: (await find(c, 'models', path.id)).record }
  },
} satisfies Partial<Handlers>
