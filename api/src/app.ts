/**
 * The service as a Hono app over a store and a queue: no state of its own, the same on Node and elsewhere.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { contractText } from './generated/document.js'
import { authenticate } from './http/auth.js'
import type { Environment, Services } from './http/environment.js'
import { notFound, problemResponse } from './http/problem.js'
import { datasets } from './resources/datasets.js'
import { jobRoutes } from './resources/jobs.js'
import { models } from './resources/models.js'
import { predictions } from './resources/predictions.js'
import { prompts } from './resources/prompts.js'
import { students } from './resources/students.js'
import { transfers } from './resources/transfers.js'
import { VERSION } from './version.js'

export const createApp = (services: Services): Hono<Environment> => {
  const app = new Hono<Environment>()
  app.use(async (c, next) => {
    const requestId = `req_${randomUUID().replaceAll('-', '')}`
    const started = performance.now()
    c.set('services', services)
    c.set('requestId', requestId)
    await next()
    c.header('x-request-id', requestId)
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
  app.notFound(c => problemResponse(c, notFound()))

  app.get('/health', c => c.json({ status: 'ok', version: VERSION }))
  app.get('/openapi.yaml', c =>
    c.body(contractText, 200, { 'content-type': 'application/yaml; charset=utf-8' }),
  )

  const v1 = new Hono<Environment>()
    .use(authenticate)
    .route('/models', models)
    .route('/datasets', datasets)
    .route('/students', students)
    .route('/prompts', prompts)
    .route('/transfers', transfers)
    .route('/predictions', predictions)
    .route('/jobs', jobRoutes)
  return app.route('/v1', v1)
}
