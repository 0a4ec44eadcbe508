/**
 * The function that EventBridge calls when the state of a Batch job changes. It may be called twice, late, or never.
 * @module
 */
import { type Context, lateness, openCloud } from './cloud.js'

export const handler = async (event: unknown, context: Context): Promise<void> => {
  const { queue, followUp, sendWebhooks } = await openCloud()
  await queue.onEvent(event)
  await followUp()
  await sendWebhooks(lateness(context))
}
