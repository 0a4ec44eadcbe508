/**
 * What a handler takes from its job and leaves behind: options, checkpoint, output files.
 * @module
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobRecord } from '@promptpost/base/jobs'
import type { Share } from '@promptpost/engine/post'
import { CHECKPOINTS, type JobContext } from '../worker/handler.js'

/** Stores every file that lies directly in the folder, in the order of their names. */
export const storeFolder = async (context: JobContext, directory: string): Promise<void> => {
  const entries = await readdir(directory, { withFileTypes: true })
  const names = entries.filter(entry => entry.isFile()).map(entry => entry.name)
  for (const name of names.sort()) await context.putOutput(name, { path: join(directory, name) })
}

/** The options of an input that were given: absent ones stay absent, so the engine's defaults hold. */
export const given = <T extends object, K extends keyof T>(input: T, ...names: K[]): Pick<T, K> =>
  Object.fromEntries(
    names.filter(name => input[name] !== undefined).map(name => [name, input[name]]),
  ) as Pick<T, K>

/** Which share of the work a shard does; all of it where a job is not divided. */
export const shareOf = ({ shard = 0, shards = 1, ...job }: JobRecord): Share => ({
  index: shard,
  count: job.isGathered ? 1 : shards,
})

/** Where the job's checkpoint lies and, from PROMPTPOST_CHECKPOINT_SECONDS, how often it is written. */
export const checkpointing = (
  context: JobContext,
): { checkpointDirectory: string; checkpointSeconds?: number } => {
  const seconds = Number(process.env.PROMPTPOST_CHECKPOINT_SECONDS)
  return {
    checkpointDirectory: join(context.workDirectory, CHECKPOINTS),
    ...(seconds >= 0 && process.env.PROMPTPOST_CHECKPOINT_SECONDS ? { checkpointSeconds: seconds } : {}),
  }
}
