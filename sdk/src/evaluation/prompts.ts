/**
 * Tuning and distillation as an evaluation needs them: done once, kept in the out folder, found again.
 * @module
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Example } from '@promptpost/engine/data'
import {
  distil,
  openWorkbench,
  readSoftPrompt,
  type SoftPrompt,
  tuneWith,
  type Workbench,
  writeSoftPrompt,
} from '@promptpost/engine/post'
import {
  createMechanism,
  defaultExpectedBatch,
  makePrivacyPlan,
  openLedger,
  PRIVATE_DESCENT,
  type PrivacyPlan,
} from '../privacy/index.js'
import type { Bench } from './arms.js'
import { armId } from './plan.js'
import type { Arm } from './types.js'

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

export type Made = { prompt: SoftPrompt; losses?: number[]; note?: string }

/** A finished prompt is one whose tensor is there: it is written last. */
const keptPrompt = async (bench: Bench, arm: Arm): Promise<SoftPrompt | undefined> => {
  const folder = bench.results.folder('prompts', armId(arm))
  return (await exists(join(folder, 'adapter_model.safetensors'))) ? readSoftPrompt(folder) : undefined
}

export const keepPrompt = async (
  bench: Bench,
  arm: Arm,
  prompt: SoftPrompt,
  on: Workbench,
): Promise<void> => {
  const { layers, heads, kind } = on.model.config
  await writeSoftPrompt(bench.results.folder('prompts', armId(arm)), prompt, { layers, heads, kind })
}

/** The student of so many layers. */
export const openStudent = async (bench: Bench, layers: number): Promise<Workbench> => {
  const { results, options, sources, settings, seeds, compute, monitor } = bench
  const outDirectory = results.folder('students', `layers${layers}`)
  if (!(await exists(outDirectory))) {
    const { losses, seconds, tokens } = await distil({
      modelDirectory: options.model,
      outDirectory,
      texts: sources.distilTexts,
      layers,
      ...settings.distil,
      seed: seeds[0]!,
      checkpointDirectory: results.folder('checkpoints', `layers${layers}`),
      ...compute,
      ...monitor(`distil S (${layers} layers)`),
    })
    await results.saveDistillation(layers, { losses, seconds, tokens })
  }
  return openWorkbench(outDirectory)
}

/** The mechanism of a private arm: noise from a cryptographic generator, calibrated to the budget. */
const privately = (bench: Bench, epsilon: number, examples: number, width: number) => {
  const { steps, clip, expectedBatch, delta } = bench.settings.private
  const plan = makePrivacyPlan({
    examples,
    steps,
    clip,
    epsilon,
    expectedBatch: expectedBatch ?? defaultExpectedBatch(examples),
    delta,
  })
  const mechanism = createMechanism(plan, examples, bench.settings.tune.virtualTokens * width)
  return { mechanism, mechanismIdentity: plan, plan }
}

/**
 * Charges a private arm to a ledger of the evaluation's own, in its out folder and without a budget: arms repeat the same
 * records for a measurement, and that must not use up what its owner means to spend on a prompt.
 */
const chargeTo = async (bench: Bench, plan: PrivacyPlan, examples: readonly Example[]) => {
  const ledger = await openLedger(bench.results.ledger)
  const records = ledger.identify(examples.map(({ text }) => text))
  let charged = ''
  return {
    admit: async (ticket: string | undefined): Promise<string> => {
      charged = (await ledger.charge(records, plan, { ticket })).run
      return charged
    },
    finish: () => ledger.finish(charged),
  }
}

/** Tunes the arm's prompt on a model and these examples, or finds it tuned. */
export const tunedPrompt = async (
  bench: Bench,
  arm: Arm,
  on: Workbench,
  examples: readonly Example[],
): Promise<Made> => {
  const { settings, options, results, computeSteps, monitor } = bench
  const { epsilon, seed } = arm
  const planned =
    epsilon === undefined ? undefined : privately(bench, epsilon, examples.length, on.model.config.width)
  const note =
    planned && `delta ${planned.plan.delta}, noise multiplier ${planned.plan.noiseMultiplier.toPrecision(3)}`
  const kept = await keptPrompt(bench, arm)
  if (kept) return { prompt: kept, ...(note && { note }) }
  const charge = planned && (await chargeTo(bench, planned.plan, examples))
  const { steps, learningRate } = planned ? settings.private : settings.tune
  const { prompt, losses } = await tuneWith(on, {
    ...settings.tune,
    steps,
    learningRate,
    maxTokens: settings.maxTokens,
    seed,
    task: options.task,
    examples,
    ...(planned && {
      ...PRIVATE_DESCENT,
      mechanism: planned.mechanism,
      mechanismIdentity: planned.mechanismIdentity,
    }),
    ...(charge && { admit: charge.admit }),
    checkpointDirectory: results.folder('checkpoints', armId(arm)),
    ...computeSteps,
    ...monitor(armId(arm)),
  })
  await charge?.finish()
  await keepPrompt(bench, arm, prompt, on)
  return { prompt, ...(planned ? { note: note! } : { losses }) }
}
