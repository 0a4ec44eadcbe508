/**
 * The evaluation itself, as it runs in the compute process: arm after arm, each written down when it is finished.
 * @module
 */
import { basename, join } from 'node:path'
import { writeFileAtomic } from '@promptpost/base'
import { openWorkbench, type Progress } from '@promptpost/engine/post'
import { chooseDevice } from '@promptpost/engine/runtime'
import { type Bench, measureArm } from './arms.js'
import { describeMachine } from './machine.js'
import { planArms } from './plan.js'
import { openResults } from './record.js'
import { evaluationReport } from './report/evaluation-report.js'
import { checkNumbers, computeOfSteps, resolveSettings } from './settings.js'
import { readSources } from './sources.js'
import { markdownTable } from './table.js'
import type { ArmResult, EvaluationOptions, EvaluationTable } from './types.js'

export type EvaluationProgress = {
  /** Arms finished and in all. */
  done: number
  arms: number
  /** Something to say once. */
  message?: string
  /** The step of the arm at work. */
  step?: Progress & { arm: string }
}

export type EvaluationMonitor = { onProgress?: (progress: EvaluationProgress) => void; signal?: AbortSignal }

const isWhole = (least: number) => (value: number) => Number.isSafeInteger(value) && value >= least

const writeAll = async (out: string, table: EvaluationTable): Promise<void> => {
  await writeFileAtomic(join(out, 'table.json'), `${JSON.stringify(table, null, 2)}\n`)
  await writeFileAtomic(join(out, 'table.md'), markdownTable(table))
  await writeFileAtomic(join(out, 'report.html'), evaluationReport(table))
}

/**
 * Measures every arm that is not finished yet and writes table.json, table.md and report.html.
 *
 * @throws PromptPostError for data, settings or a model that cannot be used; 'conflict' when `out` holds another
 *   evaluation; 'cancelled'
 */
export const evaluationWork = async (
  options: EvaluationOptions,
  monitor: EvaluationMonitor = {},
): Promise<EvaluationTable> => {
  const { students = [2], epsilons = [8], seeds = [1], out, task } = options
  const settings = resolveSettings(options.settings)
  checkNumbers('students', students, isWhole(1), 'must be whole numbers of layers')
  checkNumbers('seeds', seeds, isWhole(0), 'must be whole numbers')
  checkNumbers('epsilons', epsilons, value => value > 0 && value < 1e3, 'must be positive')
  const sources = await readSources(options)
  const target = await openWorkbench(options.model)
  const identity = { settings, task, model: target.digest, data: sources.facts, first: seeds[0] }
  const results = await openResults(out, identity)
  const arms = planArms({ students, epsilons, seeds, ...(options.arms && { kinds: options.arms }) })
  let done = 0
  const say = (message: string): void => monitor.onProgress?.({ done, arms: arms.length, message })
  for (const [name, { examples, leftOut }] of Object.entries(sources.facts)) {
    const away = leftOut > 0 ? `, ${leftOut} left out that stand in a file that comes before it` : ''
    say(`${name}: ${examples} texts${away}`)
  }
  const compute = {
    device: await chooseDevice(options.device ?? 'cpu'),
    ...(options.threads !== undefined && { threads: options.threads }),
  }
  const bench: Bench = {
    target,
    sources,
    options,
    settings,
    seeds,
    results,
    compute,
    computeSteps: computeOfSteps(compute, settings),
    monitor: arm => ({
      onProgress: step => monitor.onProgress?.({ done, arms: arms.length, step: { ...step, arm } }),
      ...(monitor.signal && { signal: monitor.signal }),
    }),
  }
  const { layers, width } = target.model.config
  const finished: ArmResult[] = []
  const tableNow = async (): Promise<EvaluationTable> => {
    const distillation: EvaluationTable['distillation'] = {}
    for (const count of students) {
      const facts = await results.loadDistillation(count)
      if (facts) distillation[String(count)] = facts
    }
    return {
      version: 1,
      results: finished,
      distillation,
      task,
      settings,
      seeds,
      data: sources.facts,
      model: { name: basename(options.model), sha256: target.digest, layers, width },
      machine: describeMachine(),
    }
  }
  for (const arm of arms) {
    const found = await results.load(arm)
    const result = found ?? (await measureArm(bench, arm))
    if (!found) await results.save(result)
    finished.push(result)
    done++
    if (!found) await writeAll(out, await tableNow())
  }
  const table = await tableNow()
  await writeAll(out, table)
  return table
}
