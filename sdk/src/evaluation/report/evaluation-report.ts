/**
 * The report of an evaluation.
 * @module
 */
import { armName } from '../plan.js'
import { rowsOf } from '../rows.js'
import { flatSettings, intervalNote } from '../table.js'
import type { EvaluationTable } from '../types.js'
import type { Curve } from './curve.js'
import { type Report, renderReport } from './page.js'

const curvesOf = ({ results, distillation, seeds }: EvaluationTable): Curve[] => [
  ...Object.entries(distillation).map(([layers, { losses }]) => ({
    title: `Distillation of S (${layers} layers)`,
    losses,
  })),
  ...results.flatMap(result => {
    const seed = seeds.length > 1 && result.seed !== undefined ? `, seed ${result.seed}` : ''
    return result.losses ? [{ title: `${armName(result)}${seed}`, losses: result.losses }] : []
  }),
]

const findingsOf = ({ results, seeds }: EvaluationTable): Report['findings'] =>
  results.flatMap(result => {
    if (!result.effect) return []
    const seed = seeds.length > 1 ? ` (seed ${result.seed})` : ''
    const { judgement, verdict } = result.effect
    return [{ text: `${armName(result)}${seed}: ${verdict}.`, isGood: judgement === 'worth using' }]
  })

export const evaluationReport = (table: EvaluationTable): string => {
  const { model, task, settings, seeds, data, machine, results } = table
  return renderReport({
    title: `Evaluation on ${model.name}`,
    lead: [
      `Prompts were tuned on students distilled from ${model.name} (${model.layers} layers, width ${model.width}), with the private texts, and transferred ` +
        `to it with public text. T is the large model, S a student.`,
    ],
    rows: rowsOf(results),
    rowsNote: intervalNote(data.test!.examples),
    findings: findingsOf(table),
    curves: curvesOf(table),
    curvesNote:
      'Nats per step, and their moving mean. Tuning under differential privacy shows no loss: it would be private.',
    facts: [
      { title: 'Task', entries: flatSettings(task) },
      {
        title: 'Data',
        entries: Object.entries(data).map(([name, { file, examples, leftOut }]) => [
          name,
          `${file}: ${examples} texts${leftOut > 0 ? `, ${leftOut} left out` : ''}`,
        ]),
      },
      { title: 'Settings', entries: [...flatSettings(settings), ['seeds', seeds.join(', ')]] },
      { title: 'Machine', entries: Object.entries(machine) },
    ],
  })
}
