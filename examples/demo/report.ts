/**
 * The demo's report.
 * @module
 */
import {
  describeMachine,
  flatSettings,
  intervalNote,
  type Report,
  type Row,
  renderReport,
} from 'promptpost/evaluation'
import type { Context } from './context.js'
import type { Story } from './story.js'

const megabytes = (files: readonly { size: number }[]): string =>
  `${(files.reduce((sum, { size }) => sum + size, 0) / 1e6).toFixed(1)} MB`

const findingsOf = ({ moved, sent }: Story, rows: readonly Row[]): Report['findings'] => {
  const of = (id: string): number => rows.find(row => row.id === id)!.accuracy!
  const points = (other: string): string => {
    const difference = of('transferred') - of(other)
    return `${Math.abs(difference).toFixed(1)} points ${difference < 0 ? 'below' : 'above'} ${other}`
  }
  const { effect } = moved.plain.facts
  const bytes = sent.reduce((sum, { bytes: size }) => sum + size, 0)
  return [
    { text: `The transferred prompt is ${effect.verdict}.`, isGood: effect.worth_using },
    {
      text: `The prompt tuned under differential privacy, transferred, is ${moved.private.facts.effect.verdict}.`,
      isGood: moved.private.facts.effect.worth_using,
    },
    {
      text: `On the test texts, transferred is ${points('zero-shot')}, ${points('direct')} and ${points('full')}.`,
    },
    {
      text: `Of the client's ${sent.length} files of two prompts, ${bytes} bytes were uploaded. No private text and no label was.`,
    },
  ]
}

export const reportOfStory = (
  story: Story,
  context: Context,
  rows: readonly Row[],
  seconds: number,
): string => {
  const { settings, seed, stages } = context
  const { student, model, tuned, moved, fullLosses, distilTexts } = story
  const { task, data, rows: limits, ...numbers } = settings
  const losses = (student.facts as unknown as { losses: number[] }).losses
  return renderReport({
    title: 'promptpost demo: a prompt tuned on a student, at work on the large model',
    lead: [
      `A provider distilled its model ${model.name} (${megabytes(model.files)}, ${model.config.layers} layers) into a student of ${student.layers} layers ` +
        `with ${distilTexts} public texts, and issued it. A client tuned soft prompts of ${settings.tune.virtualTokens} virtual tokens on the student, on its own ` +
        `machine, with private labelled texts, and uploaded the prompts alone. The provider transferred them to the large model with public, unlabelled texts.`,
      `The whole story took ${seconds.toFixed(0)} seconds.`,
    ],
    rows,
    rowsNote: intervalNote(story.scores['zero-shot'].examples),
    findings: findingsOf(story, rows),
    curves: [
      { title: 'Distillation of the student', losses },
      { title: 'Tuning on the student', losses: tuned.plain.losses },
      { title: 'Transfer to the large model', losses: moved.plain.facts.losses },
      { title: 'Transfer of the private prompt', losses: moved.private.facts.losses },
      { title: 'Tuning on the large model itself', losses: fullLosses },
    ],
    curvesNote:
      'Nats per step, and their moving mean. Tuning under differential privacy shows no loss: it would be private.',
    facts: [
      { title: 'Task', entries: flatSettings(task) },
      { title: 'Steps', entries: [...flatSettings(numbers), ['seed', String(seed)]] },
      { title: 'Data', entries: [...flatSettings(data), ...flatSettings(limits ?? {}, 'most rows of ')] },
      { title: 'Time', entries: stages.map(stage => [stage.name, `${stage.seconds.toFixed(1)} s`]) },
      { title: 'Machine', entries: Object.entries(describeMachine()) },
    ],
  })
}
