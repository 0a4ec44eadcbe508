/**
 * The teacher's hidden states of the batches of a distillation, each computed once on this machine: by a distillation of the same
 * texts in the same batches, whatever becomes of its student. With them a step needs of the teacher nothing but its head.
 *
 * A batch is kept as a whole, since what a token is given may depend, by rounding, on what else is in its batch.
 * @module
 */
import type { ComputedCache } from '@promptpost/base/cache'
import { hiddenGraph } from '../../programs/index.js'
import { computeIdentity, createSession, type Session, type SessionOptions } from '../../runtime/index.js'
import { computedOnce, digestOfArrays } from '../computed.js'
import type { Workbench } from '../workbench.js'
import type { TokenBatch } from './corpus.js'

const BYTES = 4

export type Teacher = {
  /**
   * @param ids what the model reads, masked where it is masked
   * @param prompt before the texts, if any, [virtualTokens * width]
   * @returns [rows * width of the batch, width]
   */
  hidden: (batch: TokenBatch, ids: Int32Array, prompt?: Float32Array) => Promise<Float32Array>
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
  /** By the length of the prompt; a session is opened when something has to be computed. */
  const readers = new Map<number, ReturnType<typeof openReader>>()
  const openReader = (virtualTokens: number) => {
    const graph = hiddenGraph(model, { virtualTokens })
    const identity = { work: 'hidden states', model: digest, ...computeIdentity(graph, options) }
    let session: Promise<Session> | undefined
    return {
      identity,
      session: (): Promise<Session> => {
        session ??= createSession(graph, options)
        return session
      },
      dispose: async () => (await session)?.dispose(),
    }
  }
  const readerOf = (virtualTokens: number) => {
    const found = readers.get(virtualTokens) ?? openReader(virtualTokens)
    readers.set(virtualTokens, found)
    return found
  }
  return {
    hidden: async ({ rows, width, lengths }, ids, prompt) => {
      const values = new Float32Array(rows * width * model.config.width)
      const virtualTokens = (prompt?.length ?? 0) / model.config.width
      const { identity, session } = readerOf(virtualTokens)
      const inputs = digestOfArrays([Int32Array.of(rows, width), ids, lengths, ...(prompt ? [prompt] : [])])
      await computedOnce(cache, { ...identity, inputs }, values, async () => {
        const { hidden } = await (await session()).run({
          ids: { data: ids, shape: [rows, width] },
          lengths: { data: lengths, shape: [rows] },
          ...(prompt && { prompt: { data: prompt, shape: [virtualTokens, model.config.width] } }),
        })
        values.set(hidden!.data as Float32Array)
      })
      return values
    },
    dispose: async () => {
      for (const reader of readers.values()) await reader.dispose()
    },
  }
}
