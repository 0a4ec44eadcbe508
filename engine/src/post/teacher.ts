/**
 * The teacher's hidden states of the batches of a distillation, each computed once on this machine: by a distillation of the same
 * texts in the same batches, whatever becomes of its student. With them a step needs of the teacher nothing but its head.
 *
 * A batch is kept as a whole, since what a token is given may depend, by rounding, on what else is in its batch.
 * @module
 */
import type { ComputedCache } from '@promptpost/base/cache'
import { hiddenGraph } from '../programs/index.js'
import { computeIdentity, createSession, type Session, type SessionOptions } from '../runtime/index.js'
import { computedOnce, digestOfArrays } from './computed.js'
import type { TokenBatch } from './corpus.js'
import type { Workbench } from './workbench.js'

const BYTES = 4

export type Teacher = {
  /** @param ids what the model reads, masked where it is masked @returns [rows * width of the batch, width] */
  hidden: (batch: TokenBatch, ids: Int32Array) => Promise<Float32Array>
  dispose: () => Promise<void>
}

/** Bytes that the hidden states of a distillation take, about. */
export const hiddenBytes = (steps: number, batchTokens: number, width: number): number =>
  steps * batchTokens * width * BYTES

/** @param options those of a session that holds the student too, so that both compute alike */
export const openTeacher = (
  { model, digest }: Workbench,
  cache: ComputedCache,
  options: SessionOptions,
): Teacher => {
  const graph = hiddenGraph(model)
  const identity = { work: 'hidden states', model: digest, ...computeIdentity(graph, options) }
  // Opened when something has to be computed.
  let session: Promise<Session> | undefined
  return {
    hidden: async ({ rows, width, lengths }, ids) => {
      const values = new Float32Array(rows * width * model.config.width)
      const inputs = digestOfArrays([Int32Array.of(rows, width), ids, lengths])
      await computedOnce(cache, { ...identity, inputs }, values, async () => {
        session ??= createSession(graph, options)
        const { hidden } = await (await session).run({
          ids: { data: ids, shape: [rows, width] },
          lengths: { data: lengths, shape: [rows] },
        })
        values.set(hidden!.data as Float32Array)
      })
      return values
    },
    dispose: async () => (await session)?.dispose(),
  }
}
