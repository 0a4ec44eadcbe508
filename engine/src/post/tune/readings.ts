/**
 * What tuning asks of a task: the graph of a step, the examples as they are read, and what the graph is told of them.
 * @module
 */
import { checkLabels } from '../../data/index.js'
import type { Graph } from '../../graph/index.js'
import { answerTuningGraph, tuningGraph } from '../../programs/index.js'
import type { Feeds } from '../../runtime/index.js'
import type { Batch, EncodedText } from '../../text/index.js'
import { answerFeeds, answerRoom, resolveGeneration, withAnswers } from '../generation/index.js'
import { resolveTask, textLimit } from '../task.js'
import { type AnyTask, type GenerationTask, isGeneration, type Task } from '../task-kinds.js'
import type { Workbench } from '../workbench.js'
import { checkSettings, type FullSettings, type TuneOptions } from './settings.js'

export type TuningReading = {
  /** With its blocks computed again, or not. */
  readonly graphOf: (recompute: boolean) => Graph
  /** Positions that are read of each text. */
  readonly answers: number
  readonly encoded: readonly EncodedText[]
  /** What a batch of the examples is to be read as, beside its tokens. */
  readonly feeds: (batch: Batch) => Feeds
}

type ReadingOptions<T extends AnyTask> = Pick<TuneOptions<T>, 'task' | 'examples' | 'source' | 'mechanism'>

/** Longest text, in tokens, that leaves room for a prompt and the task's answers. */
export const textRoom = (
  { model }: Workbench,
  task: AnyTask,
  virtualTokens: number,
  asked: number | undefined,
): number => {
  const room = isGeneration(task) ? answerRoom(task) : 0
  return textLimit(model.config.maxPositions - room, virtualTokens, asked)
}

/** @throws PromptPostError for a task, settings or examples that cannot be used */
export const tuningReading = <T extends AnyTask>(
  workbench: Workbench,
  options: ReadingOptions<T>,
  settings: FullSettings,
): TuningReading => {
  const { task } = options
  return isGeneration(task)
    ? answerReading(workbench, { ...options, task }, settings)
    : classReading(workbench, { ...options, task }, settings)
}

const classReading = (
  { model, tokenizer }: Workbench,
  { task, examples, source, mechanism }: ReadingOptions<Task>,
  settings: FullSettings,
): TuningReading => {
  const resolved = resolveTask(tokenizer, task, model.config.kind, settings.maxTokens)
  checkSettings(settings, examples)
  checkLabels(examples, resolved.labels, source)
  const labels = examples.map(({ label }) => resolved.labels.indexOf(label!))
  return {
    graphOf: recompute =>
      tuningGraph(model, {
        virtualTokens: settings.virtualTokens,
        columns: resolved.columns,
        wordCounts: resolved.wordCounts,
        scoring: task.scoring,
        perExample: mechanism !== undefined,
        recompute,
      }),
    answers: 1,
    encoded: resolved.encode(examples.map(({ text }) => text)),
    feeds: batch => ({
      labels: { data: Int32Array.from(batch.examples, i => labels[i]!), shape: [batch.rows] },
    }),
  }
}

const answerReading = (
  { model, tokenizer }: Workbench,
  { task, examples, source, mechanism }: ReadingOptions<GenerationTask>,
  settings: FullSettings,
): TuningReading => {
  const resolved = resolveGeneration(tokenizer, task, model.config.kind, settings.maxTokens)
  checkSettings(settings, examples)
  const answered = withAnswers(resolved, examples, source)
  return {
    graphOf: recompute =>
      answerTuningGraph(model, {
        virtualTokens: settings.virtualTokens,
        perExample: mechanism !== undefined,
        recompute,
      }),
    answers: resolved.positions,
    encoded: answered,
    // Under a mechanism a text's numbers must not depend, by so much as rounding, on how long the others' answers are.
    feeds: batch => answerFeeds(batch, answered, mechanism && resolved.positions),
  }
}
