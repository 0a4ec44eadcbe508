/**
 * How each arm is measured.
 * @module
 */
import type { Example } from '@promptpost/engine/data'
import {
  type Accuracy,
  accuracyOf,
  type Compute,
  evaluate,
  type Monitor,
  predictWith,
  type SoftPrompt,
  transferWith,
  type Workbench,
} from '@promptpost/engine/post'
import { predictWithOffset } from './offset.js'
import { armId } from './plan.js'
import { keepPrompt, openStudent, tunedPrompt } from './prompts.js'
import type { ResultStore } from './record.js'
import type { Sources } from './sources.js'
import type { Arm, ArmResult, EvaluationOptions, EvaluationSettings } from './types.js'

/** What every arm works with. */
export type Bench = {
  target: Workbench
  sources: Sources
  options: EvaluationOptions
  settings: EvaluationSettings
  seeds: readonly number[]
  results: ResultStore
  compute: Compute
  /** The same for tuning and transfer, whose frozen weights may be lighter. */
  computeSteps: Compute
  /** Reports under a name. */
  monitor: (name: string) => Monitor
}

type Found = Omit<ArmResult, keyof Arm | 'seconds'>

const score = (bench: Bench, arm: Arm, on: Workbench, prompt?: SoftPrompt): Promise<Accuracy> =>
  evaluate(on, {
    examples: bench.sources.test,
    task: bench.options.task,
    maxTokens: bench.settings.maxTokens,
    ...(prompt && { prompt }),
    ...bench.compute,
    ...bench.monitor(armId(arm)),
  })

/** p_s, which later arms of the same student find finished. */
const studentPrompt = async (bench: Bench, arm: Arm) => {
  const student = await openStudent(bench, arm.student!)
  const made = await tunedPrompt(bench, { ...arm, kind: 'student' }, student, bench.sources.private)
  return { student, ...made }
}

const tunedOnTarget = async (bench: Bench, arm: Arm, examples: readonly Example[]): Promise<Found> => {
  const { prompt, losses } = await tunedPrompt(bench, arm, bench.target, examples)
  return { ...(await score(bench, arm, bench.target, prompt)), ...(losses && { losses }) }
}

const transferred = async (bench: Bench, arm: Arm): Promise<Found> => {
  const { target, sources, settings, results, computeSteps, monitor } = bench
  const { student, prompt } = await studentPrompt(bench, arm)
  const { prompt: moved, facts } = await transferWith(target, student, {
    prompt,
    publicTexts: sources.publicTexts,
    ...settings.transfer,
    maxTokens: settings.maxTokens,
    seed: arm.seed,
    checkpointDirectory: results.folder('checkpoints', armId(arm)),
    ...computeSteps,
    ...monitor(armId(arm)),
  })
  await keepPrompt(bench, arm, moved, target)
  const { judgement, verdict } = facts.effect
  return {
    ...(await score(bench, arm, target, moved)),
    losses: facts.losses,
    effect: { judgement, verdict },
    note: `${facts.publicTexts} public texts, ${facts.choice.reason}`,
  }
}

const MEASURE: Record<Arm['kind'], (bench: Bench, arm: Arm) => Promise<Found>> = {
  'zero-shot': (bench, arm) => score(bench, arm, bench.target),
  full: (bench, arm) => tunedOnTarget(bench, arm, bench.sources.private),
  'public-labels': async (bench, arm) => {
    const { publicLabelled } = bench.sources
    if (publicLabelled.length === 0) return { note: 'n/a: the public texts have no labels of this task' }
    const found = await tunedOnTarget(bench, arm, publicLabelled)
    return { ...found, note: `${publicLabelled.length} labelled public texts` }
  },
  student: async (bench, arm) => {
    const { student, prompt, losses, note } = await studentPrompt(bench, arm)
    return {
      ...(await score(bench, arm, student, prompt)),
      ...(losses && { losses }),
      ...(note !== undefined && { note }),
    }
  },
  direct: async (bench, arm) => score(bench, arm, bench.target, (await studentPrompt(bench, arm)).prompt),
  transferred,
  'pseudo-labels': async (bench, arm) => {
    const texts = bench.sources.publicTexts
    const { student, prompt } = await studentPrompt(bench, arm)
    const common = { maxTokens: bench.settings.maxTokens, ...bench.compute, ...bench.monitor(armId(arm)) }
    const labels = await predictWith(student, { prompt, texts, ...common })
    const examples = texts.map((text, i) => ({ text, label: labels[i]!.label, line: i + 1 }))
    return { ...(await tunedOnTarget(bench, arm, examples)), note: `${texts.length} public texts` }
  },
  'logit-offset': async (bench, arm) => {
    const { test } = bench.sources
    const { student, prompt } = await studentPrompt(bench, arm)
    const { beta, maxTokens } = bench.settings
    const predictions = await predictWithOffset(
      bench.target,
      student,
      prompt,
      test.map(({ text }) => text),
      { beta, maxTokens, ...bench.compute, ...bench.monitor(armId(arm)) },
    )
    const classes = Object.keys(bench.options.task.verbalizer)
    const truth = test.map(({ label }) => label!)
    return { ...accuracyOf(predictions, truth, classes), note: `beta ${beta}; both models at every answer` }
  },
}

/** Measures one arm; `seconds` hold its own tuning or transfer and the measuring, not what it builds on. */
export const measureArm = async (bench: Bench, arm: Arm): Promise<ArmResult> => {
  if (arm.kind === 'student') await openStudent(bench, arm.student!)
  else if (arm.student !== undefined) await studentPrompt(bench, arm)
  const begun = performance.now()
  const found = await MEASURE[arm.kind](bench, arm)
  return { ...arm, ...found, seconds: (performance.now() - begun) / 1000 }
}
