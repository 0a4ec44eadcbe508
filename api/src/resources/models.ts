/**
 * Models: folders of the server's models root that a provider registered. Clients see what is registered, not its files.
 * @module
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '@promptpost/base'
import type { ModelReference } from '@promptpost/base/jobs'
import { Hono } from 'hono'
import { requireRole } from '../http/auth.js'
import { readJsonBody } from '../http/body.js'
import type { Environment } from '../http/environment.js'
import { reserve } from '../http/once.js'
import { Problem } from '../http/problem.js'
import { readModelFolder } from './model-folder.js'
import { find, issue, listPage, type ModelRecord, orLeftOut, prefixOf, save } from './records.js'

export const modelReference = ({ id, name, files }: ModelRecord): ModelReference => ({ id, name, files })

export const models = new Hono<Environment>()
  .post('/', async c => {
    requireRole(c, 'provider')
    const { limits, modelsDirectory } = c.get('services')
    const { body, digest } = await readJsonBody(c, 'ModelCreate', limits.body)
    const directory = join(modelsDirectory, body.name)
    if (!(await stat(directory).catch(() => undefined))?.isDirectory())
      throw new Problem(404, 'no-such-model-folder', 'The models root has no folder of this name.', {
        pointer: '/name',
      })
    const { id, createdAt } = await reserve(c, prefixOf('models'), digest)
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
    return c.json(record, 201, { location: `/v1/models/${id}` })
  })
  .get('/', async c =>
    c.json(
      await listPage(c, 'listModels', 'models', async id => (await orLeftOut(find(c, 'models', id)))?.record),
    ),
  )
  .get('/:id', async c => c.json((await find(c, 'models', c.req.param('id'))).record))
