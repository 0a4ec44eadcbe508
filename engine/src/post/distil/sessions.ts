/**
 * What computes a distillation's steps: a session of teacher and student, one more for batches that are read behind a prompt, and, where
 * the teacher's hidden states may be kept, those in place of the teacher's blocks.
 * @module
 */
import type { Graph } from '../../graph/index.js'
import { distillationGraph } from '../../programs/index.js'
import { createSession, prepacks, type Session, weightsKept } from '../../runtime/index.js'
import type { TensorEntry } from '../../weights/index.js'
import type { Workbench } from '../workbench.js'
import type { FullSettings, OpenDistilOptions } from './settings.js'
import { hiddenBytes, openTeacher, type Teacher } from './teacher.js'

export type StepSessions = {
  /** For a batch with a prompt before it, or without. */
  of: (hasPrompt: boolean) => Session
  /** Where its hidden states are kept; in the sessions' graphs where they are not. */
  teacher: Teacher | undefined
  /** Trained weights of the student, by name, with where their initial values lie. */
  entries: ReadonlyMap<string, TensorEntry>
  dispose: () => Promise<void>
}

/** Weights are held as one session of teacher and student would hold them, wherever the teacher is: it is what their kernels are chosen by. */
export const openSessions = async (
  { model, ...rest }: Workbench,
  kept: readonly number[],
  settings: FullSettings,
  { device, threads, cache }: OpenDistilOptions,
): Promise<StepSessions> => {
  const { positions, proxyShare, proxyTokens, steps, batchTokens, trainEmbeddings } = settings
  const trains = (name: string): boolean => trainEmbeddings || !model.family.isEmbedding(name)
  const sampled = positions < 1
  const { graph: whole, trained: entries } = distillationGraph(model, kept, trains, { sampled })
  const isKept = cache !== undefined && hiddenBytes(steps, batchTokens, model.config.width) <= cache.limit
  const alike = { device, threads, ...(isKept && { prepack: prepacks(whole), weights: weightsKept(whole) }) }
  const graphOf = (virtualTokens: number): Graph =>
    virtualTokens === 0 && !isKept
      ? whole
      : distillationGraph(model, kept, trains, { sampled, virtualTokens, givenTeacher: isKept }).graph
  const open = (virtualTokens: number): Promise<Session> => createSession(graphOf(virtualTokens), alike)
  const plain = proxyShare < 1 ? await open(0) : undefined
  const prompted = proxyShare > 0 ? await open(proxyTokens) : undefined
  const teacher = isKept ? openTeacher({ model, ...rest }, cache, alike) : undefined
  return {
    of: hasPrompt => (hasPrompt ? prompted : plain)!,
    teacher,
    entries,
    dispose: async () => {
      for (const part of [plain, prompted, teacher]) await part?.dispose()
    },
  }
}
