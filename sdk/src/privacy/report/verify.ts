/**
 * Verifies a prompt's folder without a network: the claim is computed again from the recorded plan, and report and prompt
 * must be the ones that were signed together.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { type SealedFiles, type SealProblem, sealProblem } from '@promptpost/base/seal'
import { checkPrivacyPlan, type PrivacyPlan } from '../plan.js'
import { differenceOf } from './compare.js'
import { composeReport } from './compose.js'
import { inputsOf, placeOf } from './inputs.js'
import { requireHeld } from './preconditions.js'
import { readReportFile, readSealedFiles } from './prompt-files.js'
import type { PrivacyReport, ReportFacts } from './types.js'

export type Verified = {
  readonly report: PrivacyReport
  /** Fingerprint of the key that signed. */
  readonly signedBy: string
  /** Whether it is the key that was asked for; without one, only the sender can say whose it is. */
  readonly isPinned: boolean
}

const NOT_AS_TUNED = 'Do not rely on the claim; ask the sender for the folder as tuning wrote it.'

const refuse = (path: readonly string[], message: string, value: unknown, next = NOT_AS_TUNED): never => {
  throw new PromptPostError('privacy-refused', message, {
    field: placeOf(path),
    ...(value === undefined ? {} : { value }),
    next,
  })
}

const refuseProblem = ({ kind, path, message, value, next }: SealProblem): never => {
  if (kind !== 'format') return refuse(path, message, value, next)
  throw new PromptPostError('invalid-prompt', message, {
    field: placeOf(path),
    ...(value === undefined ? {} : { value }),
    next,
  })
}

/** The plan, if its own noise, rate and steps support what it claims. */
const checkedPlan = (plan: PrivacyPlan): PrivacyPlan => {
  try {
    return checkPrivacyPlan(plan)
  } catch (error) {
    if (!(error instanceof PromptPostError)) throw error
    const names = (error.field ?? '').split('.').filter(name => name !== '' && name !== 'plan')
    const prefix = error.field === undefined ? '' : `${error.field}: `
    // Without field, value and next step, which are given again with their place in the report.
    const rule = error.message.slice(prefix.length).split(' (got ')[0]!
    return refuse(['plan', ...names], rule, error.value)
  }
}

/** What a reader would ask first, each in words of its own; the comparison would find it too. */
const checkFigures = (plan: PrivacyPlan, { mechanism, datasetSize }: ReportFacts): void => {
  const { stepsTaken } = mechanism
  if (stepsTaken > plan.steps)
    refuse(
      ['mechanism', 'steps', 'taken'],
      `is more than the ${plan.steps} steps that were planned`,
      stepsTaken,
    )
  if (datasetSize !== 'private' && plan.delta * datasetSize >= 1)
    refuse(['plan', 'delta'], `must be less than 1 over the ${datasetSize} examples`, plan.delta)
}

/**
 * Verifies a report that was read from beside the files of a prompt.
 *
 * @param expectedKey fingerprint of the key that must have signed, 64 hexadecimal digits
 * @throws PromptPostError `invalid-prompt` for what is no report of a known version; `privacy-refused` for one that does not
 * hold, naming field and value: a precondition, a plan that spends more than it claims, a figure that does not follow from
 * it, a file that is not the one it was made for, the signature, the key
 */
export const verifyReport = (untrusted: unknown, files: SealedFiles, expectedKey?: string): Verified => {
  const problem = sealProblem(untrusted, files)
  if (problem && (problem.kind === 'format' || problem.kind === 'preconditions')) refuseProblem(problem)
  const report = untrusted as PrivacyReport
  requireHeld(report)
  const { plan, facts } = inputsOf(report)
  checkFigures(checkedPlan(plan), facts)
  const { prompt: _, signature, ...claimed } = report
  const difference = differenceOf(claimed, composeReport(plan, facts).report)
  if (difference) refuse(difference.path, difference.message, difference.value)
  const { atLeast, epsilon } = report.guarantee
  if (atLeast > epsilon) refuse(['guarantee', 'atLeast'], `is more than the ${epsilon} claimed`, atLeast)
  if (problem) refuseProblem(problem)
  const signedBy = signature.fingerprint
  if (expectedKey !== undefined && expectedKey.toLowerCase() !== signedBy)
    refuse(
      ['signature', 'fingerprint'],
      `is not the key that was asked for, ${expectedKey}`,
      signedBy,
      'Someone else signed this report, or the sender has a new key: ask the sender.',
    )
  return { report, signedBy, isPinned: expectedKey !== undefined }
}

/**
 * Verifies a prompt's folder; see {@link verifyReport}.
 *
 * @throws PromptPostError as that, and `not-found` or `invalid-prompt` for a file that is missing, too large or no JSON
 */
export const verifyPromptFolder = async (folder: string, expectedKey?: string): Promise<Verified> =>
  verifyReport(await readReportFile(folder), await readSealedFiles(folder), expectedKey)
