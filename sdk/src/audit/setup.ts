/**
 * What every audit begins with: the records, the student, the settings and the plan that tuning on them would have.
 * @module
 */
import { digestFile, PromptPostError, sha256 } from '@promptpost/base'
import { checkLabels, type Example, readExamples } from '@promptpost/engine/data'
import {
  openWorkbench,
  requireVerbalizer,
  TUNE_DEFAULTS,
  type TuneSettings,
  type Workbench,
} from '@promptpost/engine/post'
import { chooseDevice } from '@promptpost/engine/runtime'
import { sample, textKey } from '../evaluation/sources.js'
import {
  defaultExpectedBatch,
  makePrivacyPlan,
  PRIVATE_DEFAULTS,
  PRIVATE_DESCENT,
  type PrivacyPlan,
} from '../privacy/index.js'
import type { AuditOptions } from './options.js'

/** With fewer records no rate is worth reading. */
const LEAST_RECORDS = 20

/** What tells audits apart, and what a report says of one. */
export type AuditFacts = {
  student: string
  /** Not the file's name, which may say whose it is. */
  data: { sha256: string; records: number; repeated: number }
  task: AuditOptions['task']
  settings: Readonly<Record<string, number | string | boolean>>
  plan: PrivacyPlan | null
}

export type AuditSetup = {
  workbench: Workbench
  records: readonly Example[]
  /** Each record's class, by its place in the verbalizer. */
  classes: readonly number[]
  settings: Omit<TuneSettings, 'initialisation'> & { seed: number; virtualTokens: number; steps: number }
  plan: PrivacyPlan | undefined
  compute: { device: Awaited<ReturnType<typeof chooseDevice>>; threads?: number }
  facts: AuditFacts
  /** Of the records as they were read, labels included: as private as they are. */
  digest: string
}

/** Each text once: with one copy inside and one outside, membership of a record would mean nothing. */
const once = (examples: readonly Example[]): Example[] => {
  const seen = new Set<string>()
  return examples.filter(({ text }) => {
    const key = textKey(text)
    return !seen.has(key) && Boolean(seen.add(key))
  })
}

const settingsOf = (options: AuditOptions): AuditSetup['settings'] => {
  const { batchSize, warmUp, maxTokens } = options
  const defaults = options.privacy ? PRIVATE_DEFAULTS : TUNE_DEFAULTS
  return {
    virtualTokens: options.virtualTokens ?? TUNE_DEFAULTS.virtualTokens,
    steps: options.steps ?? defaults.steps,
    learningRate: options.learningRate ?? defaults.learningRate,
    seed: options.seed ?? 1,
    ...(options.privacy && PRIVATE_DESCENT),
    ...(batchSize !== undefined && { batchSize }),
    ...(warmUp !== undefined && { warmUp }),
    ...(maxTokens !== undefined && { maxTokens }),
  }
}

const planOf = ({ privacy }: AuditOptions, size: number, steps: number): PrivacyPlan | undefined => {
  if (!privacy) return undefined
  const { clip = PRIVATE_DEFAULTS.clip, expectedBatch = defaultExpectedBatch(size), ...asked } = privacy
  return makePrivacyPlan({ ...asked, examples: size, expectedBatch, steps, clip })
}

/**
 * Reads, checks and plans, before anything is computed or written.
 *
 * @param share of the records that one audited run sees: the plan is made for so many
 */
export const prepareAudit = async (options: AuditOptions, share: number): Promise<AuditSetup> => {
  const { data, task, examples: most } = options
  requireVerbalizer(task)
  const all = await readExamples(data, options.read)
  const labels = Object.keys(task.verbalizer)
  checkLabels(all, labels, data)
  const distinct = once(all)
  const records = sample(distinct, ({ text }) => text, most)
  if (records.length < LEAST_RECORDS)
    throw new PromptPostError('invalid-argument', `must leave ${LEAST_RECORDS} different records or more`, {
      field: 'examples',
      value: records.length,
      next: 'Give more data.',
    })
  const settings = settingsOf(options)
  const plan = planOf(options, Math.floor(records.length * share), settings.steps)
  const workbench = await openWorkbench(options.student)
  return {
    workbench,
    records,
    classes: records.map(({ label }) => labels.indexOf(label!)),
    settings,
    plan,
    compute: {
      device: await chooseDevice(options.device ?? 'cpu'),
      ...(options.threads !== undefined && { threads: options.threads }),
    },
    facts: {
      student: workbench.digest,
      data: {
        sha256: (await digestFile(data)).sha256,
        records: records.length,
        repeated: all.length - distinct.length,
      },
      task,
      settings: { ...settings },
      plan: plan ?? null,
    },
    digest: sha256(JSON.stringify(records.map(({ text, label }) => [text, label]))),
  }
}
