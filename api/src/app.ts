/**
 * The service as a Hono app over a store and a queue: no state of its own, the same on Node and elsewhere.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { mountDashboard } from './dashboard.js'
import type { Environment, Services } from './http/environment.js'
import { mount } from './http/mount.js'
import { noOperation, problemResponse } from './http/problem.js'
import { mountReference } from './reference.js'
import { capabilities } from './resources/capabilities.js'
import { datasets } from './resources/datasets.js'
import { jobHandlers } from './resources/jobs.js'
import { migrations } from './resources/migrations.js'
import { models } from './resources/models.js'
import { predictions } from './resources/predictions.js'
import { prompts } from './resources/prompts.js'
import { service } from './resources/service.js'
import { students } from './resources/students.js'
import { transfers } from './resources/transfers.js'
import { uploads } from './resources/uploads/index.js'
import { usage } from './resources/usage.js'
import { webhookHandlers } from './resources/webhooks.js'

export const createApp = (services: Services): Hono<Environment> => {
  const app = new Hono<Environment>()
  app.use(async (c, next) => {
    const requestId = `req_${randomUUID().replaceAll('-', '')}`
    const started = performance.now()
    c.set('services', services)
    c.set('requestId', requestId)
    await next()
    // Not by c.header, which would make a whole Response of the server's light one.
    c.res.headers.set('x-request-id', requestId)
    services.log({
      level: 'info',
      event: 'request',
      request_id: requestId,
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      milliseconds: Math.round(performance.now() - started),
    })
  })
  app.onError((error, c) => problemResponse(c, error))
  app.notFound(c => problemResponse(c, noOperation()))

  mount(app, {
    ...service,
    ...capabilities,
    ...models,
    ...datasets,
    ...uploads,
    ...students,
    ...prompts,
    ...transfers,
    ...migrations,
    ...predictions,
    ...jobHandlers,
    ...webhookHandlers,
    ...usage,
  })
  mountDashboard(app)
  mountReference(app)
  return app
}
