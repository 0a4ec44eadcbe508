/**
 * What a run is made with: flags before the project's file.
 * @module
 */
import type { Device } from '@promptpost/engine/runtime'
import type { TuneAndTransferOptions } from '../../tune-and-transfer/index.js'
import type { DataFlags } from '../data-flags.js'
import { usageError } from '../failure.js'
import type { ProjectFile } from '../settings/check-settings.js'
import { besideFile, type Found } from '../settings/files.js'
import type { UnitFlags } from '../unit-flags.js'
import { readVerbalizer } from '../values.js'

export type RunFlags = DataFlags &
  UnitFlags & {
    data?: string
    student?: string
    model?: string
    dataset?: string
    publicTexts?: string
    template?: string
    verbalizer?: string
    epsilon?: number
    delta?: number
    budget?: number
    steps?: number
    virtualTokens?: number
    transferSteps?: number | 'auto'
    transferTexts?: number
    device?: Device
    out?: string
    yes?: boolean
    dryRun?: boolean
  }

/** Without what is undefined. */
const given = <T extends object>(values: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never

const needed = <T>(value: T | undefined, field: string, flag: string): T => {
  if (value !== undefined) return value
  throw usageError(
    `missing: ${flag}, or "${field}" in promptpost.json`,
    'Write the file with: promptpost init',
  )
}

const readOf = (flags: RunFlags, data: ProjectFile['data']) =>
  given({
    format: flags.format ?? data?.format,
    textColumn: flags.textColumn ?? data?.textColumn,
    labelColumn: flags.labelColumn ?? data?.labelColumn,
    labels: flags.labelMap ?? data?.labels,
    header: flags.header === false ? false : (data?.header ?? true),
  })

const privacyOf = (flags: RunFlags, privacy: ProjectFile['privacy']) => {
  const { unit, budget: projectBudget, ...rest } = privacy ?? { epsilon: undefined }
  const { epsilon: projectEpsilon, ...settings } = rest
  const epsilon = flags.epsilon ?? projectEpsilon
  const { delta, adjacency, recordsPerUser } = flags
  const budget = flags.budget ?? projectBudget
  if (epsilon === undefined) {
    if (Object.values(given({ delta, adjacency, recordsPerUser, budget })).length > 0)
      throw usageError(
        '--delta, --adjacency, --records-per-user and --budget go with --epsilon',
        'Give --epsilon, or privacy.epsilon in promptpost.json.',
      )
    return {}
  }
  const merged = { ...settings, ...given({ delta, adjacency, recordsPerUser }) }
  if (unit === 'user' && merged.recordsPerUser === undefined)
    throw usageError(
      'promptpost.json: privacy.unit is user, and privacy.recordsPerUser is missing',
      'Say how many examples a user has at most.',
    )
  if (unit === 'example' && recordsPerUser === undefined && merged.recordsPerUser !== undefined)
    throw usageError(
      'promptpost.json: privacy.recordsPerUser goes with the unit user',
      'Set privacy.unit to user, or take recordsPerUser out.',
    )
  return {
    privacy: { epsilon, ...merged },
    ...(budget === undefined ? {} : { ledger: { budget: { epsilon: budget } } }),
  }
}

const transferOf = (flags: RunFlags, transfer: ProjectFile['transfer']) => {
  const { seed, alpha, omega, batchSize, learningRate, maxTokens } = transfer ?? {}
  const steps = flags.transferSteps ?? transfer?.steps
  const texts = flags.transferTexts ?? transfer?.texts
  const settings = given({
    texts,
    omega,
    batch_size: batchSize,
    learning_rate: learningRate,
    max_tokens: maxTokens,
  })
  const whole = {
    ...given({ steps, seed, alpha }),
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
  }
  return Object.keys(whole).length > 0 ? { transfer: whole } : {}
}

/** A student or a model given as a flag takes the place of either. */
const studentOf = ({ student, model }: RunFlags, project: ProjectFile) => {
  if (student !== undefined || model !== undefined) return given({ student, model })
  return given({ student: project.student, model: project.model })
}

/** Either given as a flag takes the place of both. */
const publicTextsOf = (
  { dataset, publicTexts }: RunFlags,
  project: ProjectFile,
  beside: (path: string | undefined) => string | undefined,
) => {
  if (dataset !== undefined || publicTexts !== undefined) return given({ dataset, publicTexts })
  return given({ dataset: project.dataset, publicTexts: beside(project.publicTexts) })
}

/** @throws CliError naming the field or flag that is missing */
export const runOptions = async (
  flags: RunFlags,
  found: Found<ProjectFile> | undefined,
): Promise<TuneAndTransferOptions> => {
  const project = found?.settings ?? {}
  const beside = (path: string | undefined): string | undefined =>
    path === undefined || !found ? path : besideFile(found.path, path)
  const { steps, virtualTokens, device } = flags
  const verbalizer =
    flags.verbalizer === undefined ? project.verbalizer : await readVerbalizer(flags.verbalizer)
  return {
    ...studentOf(flags, project),
    ...publicTextsOf(flags, project, beside),
    data: needed(flags.data ?? beside(project.data?.file), 'data', '--data <file>'),
    read: readOf(flags, project.data),
    // Without both, those that the model offers.
    ...given({ template: flags.template ?? project.template, verbalizer }),
    ...privacyOf(flags, project.privacy),
    out: needed(flags.out ?? beside(project.out), 'out', '--out <dir>'),
    tuning: { ...project.tuning, ...given({ steps, virtualTokens, device }) },
    ...transferOf(flags, project.transfer),
  }
}
