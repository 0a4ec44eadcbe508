/**
 * The function that EventBridge calls when the state of a Batch job changes. It may be called twice, late, or never.
 * @module
 */
import { openCloud } from './cloud.js'

export const handler = async (event: unknown): Promise<void> => {
  const { queue, followUp } = await openCloud()
  await queue.onEvent(event)
  await followUp()
}
