/**
 * The function behind the HTTP API: the same app as on Node.
 * @module
 */
import { handle } from 'hono/aws-lambda'
import { createApp } from '../app.js'
import { openCloud } from './cloud.js'

type Handler = ReturnType<typeof handle>
let app: Promise<Handler> | undefined

export const handler: Handler = async (event, context) => {
  app ??= openCloud()
    .then(({ services }) => handle(createApp(services)))
    .catch(error => {
      app = undefined
      throw error
    })
  return (await app)(event, context)
}
