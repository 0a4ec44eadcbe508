/**
 * `promptpost privacy`: what private runs on one's records have spent, what planned ones would, and whether a report's claim
 * holds. On this machine only.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Command } from 'commander'
import { downward, upward } from '../../privacy/figures.js'
import {
  type DataSetAccount,
  defaultDelta,
  describeUnit,
  hasLedger,
  leastEpsilonOf,
  ledgerDirectory,
  makePrivacyPlan,
  mostSteps,
  openLedger,
  type PrivacyPlan,
  renderReport,
  type Verified,
  verifyPromptFolder,
} from '../../privacy/index.js'
import { action, type Context } from '../context.js'
import { addTextFlags, type DataFlags, readOptions } from '../data-flags.js'
import { CliError, exitCodeOf, usageError } from '../failure.js'
import { fields, table } from '../text.js'
import { addUnitFlags, type UnitFlags } from '../unit-flags.js'
import { collect, decimal, whole } from '../values.js'

type LedgerFlags = DataFlags & UnitFlags & { data?: string[]; setBudget?: number; delta?: number }

/** As much of a fingerprint as tells data sets apart. */
const short = (fingerprint: string): string => fingerprint.slice(0, 12)

const shared = ({ overlaps }: DataSetAccount): string | undefined =>
  overlaps.length === 0
    ? undefined
    : overlaps.map(({ data, records }) => `${records} with ${short(data)}`).join(', ')

const accountsTable = (accounts: readonly DataSetAccount[]): string =>
  table(
    [
      ['DATA', account => short(account.data)],
      ['RECORDS', account => account.records],
      ['RUNS', account => account.runs],
      ['UNFINISHED', account => account.unfinished],
      ['PLAIN', account => account.plainRuns],
      ['EPSILON', account => upward(account.epsilon)],
      ['DELTA', account => account.delta],
      ['BUDGET', account => account.budget?.epsilon],
      ['FOR', account => (account.budget ? describeUnit(account.budget.neighbours) : undefined)],
      ['LEFT', account => (account.left === null ? undefined : downward(account.left))],
      ['SHARES', shared],
    ],
    accounts,
  )

const readTexts = async (file: string, flags: DataFlags): Promise<string[]> => {
  const { readExamples } = await import('@promptpost/engine/data')
  const examples = await readExamples(file, { ...readOptions(flags), labelColumn: false })
  return examples.map(({ text }) => text)
}

const showLedger = async (context: Context, flags: LedgerFlags): Promise<void> => {
  const directory = ledgerDirectory()
  const { data: files = [], setBudget, delta } = flags
  if (setBudget !== undefined && files.length === 0)
    throw usageError('--set-budget needs --data: whose budget is it?', 'Give --data FILE.')
  const unit = { adjacency: flags.adjacency, records: flags.recordsPerUser }
  if ([delta, ...Object.values(unit)].some(value => value !== undefined) && setBudget === undefined)
    throw usageError(
      '--delta, --adjacency and --records-per-user go with --set-budget',
      'Leave them out, or give --set-budget too.',
    )
  const sets = []
  for (const file of files) sets.push(await readTexts(file, flags))
  if (setBudget === undefined && !(await hasLedger(directory)))
    return context.print({ directory, since: null, accounts: [] }, () => `no ledger yet in ${directory}`)
  const ledger = await openLedger(directory)
  const records = sets.map(texts => ledger.identify(texts))
  if (setBudget !== undefined)
    for (const set of records)
      await ledger.setBudget(set, {
        epsilon: setBudget,
        delta: delta ?? defaultDelta(set.digests.length),
        neighbours: Object.fromEntries(Object.entries(unit).filter(([, value]) => value !== undefined)),
      })
  const { since, accounts } = await ledger.survey(files.length > 0 ? records : undefined)
  context.print({ directory, since, accounts }, () =>
    [
      `ledger in ${directory}, begun ${since.slice(0, 10)}`,
      ...(accounts.length > 0 ? [accountsTable(accounts)] : []),
    ].join('\n'),
  )
  if (accounts.some(({ plainRuns, runs }) => plainRuns > 0 && runs > 0))
    context.note('a prompt tuned without privacy (PLAIN) is not in EPSILON: nothing bounds what it reveals')
}

const addLedger = (group: Command): void => {
  addUnitFlags(addTextFlags(group.command('ledger')))
    .description(
      'private runs by data set, what they spent together and what is left (in PROMPTPOST_LEDGER, else ~/.promptpost/ledger)',
    )
    .option('--data <file>', 'only these records: JSONL, CSV, TSV or Parquet; may be repeated', collect)
    .option('--set-budget <x>', 'most epsilon of all runs on these records', decimal('--set-budget', 0))
    .option('--delta <x>', 'of the budget (default: below 1/(N ln N))', decimal('--delta', 0))
    .action(action(showLedger))
}

type PlanFlags = UnitFlags & {
  examples: number
  expectedBatch: number
  steps?: number
  epsilon?: number
  noiseMultiplier?: number
  delta?: number
}

const addPlanFlags = (command: Command): Command =>
  addUnitFlags(command)
    .requiredOption('--examples <n>', 'records of the data set', whole('--examples', 1))
    .requiredOption('--expected-batch <n>', 'mean size of a batch', whole('--expected-batch', 1))
    .option('--delta <x>', 'default: below 1/(N ln N)', decimal('--delta', 0))

/** A plan asks for a clip, which changes neither the cost nor the noise multiplier. */
const planOf = (flags: PlanFlags & { steps: number }): PrivacyPlan => makePrivacyPlan({ ...flags, clip: 1 })

const factsOf = (
  { epsilon, delta, noiseMultiplier, steps, expectedBatch }: PrivacyPlan,
  examples: number,
) => ({
  epsilon,
  delta,
  noiseMultiplier,
  steps,
  examples,
  expectedBatch,
})

const printPlan = (context: Context, plan: PrivacyPlan, examples: number): void => {
  const facts = factsOf(plan, examples)
  context.print(facts, () => fields({ ...facts, epsilon: upward(plan.epsilon) }))
}

/** With what no accounting can get under: how much of the claim is due to the accounting, and how much to the run. */
const printEstimate = (context: Context, plan: PrivacyPlan, examples: number): void => {
  const facts = factsOf(plan, examples)
  const epsilonLowerBound = leastEpsilonOf(plan)
  const claim = upward(plan.epsilon)
  const range =
    epsilonLowerBound > 0
      ? `epsilon is between ${downward(epsilonLowerBound)} and ${claim}`
      : `epsilon is at most ${claim}`
  context.print({ ...facts, epsilonLowerBound }, () =>
    [range, fields({ ...facts, epsilon: claim })].join('\n'),
  )
}

const calibrate = (flags: PlanFlags & { epsilon: number }): PrivacyPlan => {
  const { steps, noiseMultiplier, ...budget } = flags
  if ((steps === undefined) === (noiseMultiplier === undefined))
    throw usageError(
      'give either --steps or --noise-multiplier',
      'With --steps the noise is found, with --noise-multiplier the largest number of steps.',
    )
  if (steps !== undefined) return planOf({ ...budget, steps })
  const { epsilon, ...rest } = budget
  const once = planOf({ ...rest, noiseMultiplier, steps: 1 })
  const { samplingRate, delta } = once
  const rate = samplingRate.numerator / samplingRate.denominator
  const { adjacency, recordsPerUnit: records } = once
  const most = mostSteps({
    epsilon,
    delta,
    samplingRate: rate,
    noiseMultiplier: noiseMultiplier!,
    adjacency,
    records,
  })
  return planOf({ ...rest, noiseMultiplier, steps: most })
}

const addPlanning = (group: Command): void => {
  addPlanFlags(group.command('estimate'))
    .description(
      'the epsilon of a run that is planned: the claim, and a figure that no claim can be smaller than',
    )
    .requiredOption('--steps <n>', 'optimiser steps', whole('--steps', 1))
    .requiredOption('--noise-multiplier <x>', 'noise over clip', decimal('--noise-multiplier', 0))
    .action(
      action(async (context, flags: PlanFlags & { steps: number }) =>
        printEstimate(context, planOf(flags), flags.examples),
      ),
    )
  addPlanFlags(group.command('calibrate'))
    .description('the noise that keeps a run within epsilon, or the steps that a given noise allows')
    .requiredOption('--epsilon <x>', 'privacy budget of the run', decimal('--epsilon', 0))
    .option('--steps <n>', 'optimiser steps', whole('--steps', 1))
    .option('--noise-multiplier <x>', 'noise over clip', decimal('--noise-multiplier', 0))
    .action(
      action(async (context, flags: PlanFlags & { epsilon: number }) =>
        printPlan(context, calibrate(flags), flags.examples),
      ),
    )
}

/** A claim that was found to hold, what it is, and who vouches for it. */
const printVerified = (context: Context, folder: string, verified: Verified): void => {
  const { report, signedBy, isPinned } = verified
  const { epsilon, delta, adjacency, unit } = report.guarantee
  const facts = { verified: true, epsilon, delta, adjacency, unit, signedBy, keyPinned: isPinned }
  context.print(facts, () =>
    [
      `The report in ${folder} holds: its claim follows from its plan, and it was signed together with this prompt.`,
      '',
      renderReport(report),
      '',
      isPinned
        ? `Signed by ${signedBy}, the key that was asked for.`
        : `Signed by ${signedBy}; whether that is the sender's key, ask the sender, and then give --key.`,
    ].join('\n'),
  )
}

const verify = async (context: Context, folder: string, { key }: { key?: string }): Promise<void> => {
  if (key !== undefined && !/^[0-9a-f]{64}$/i.test(key))
    throw usageError(
      '--key must be a fingerprint of 64 hexadecimal digits',
      'The sender finds it in his privacy-report.md.',
    )
  try {
    printVerified(context, folder, await verifyPromptFolder(folder, key))
  } catch (error) {
    if (!(error instanceof PromptPostError)) throw error
    // Its names are those of the report's fields, not of flags.
    throw new CliError(exitCodeOf(error), error.code, error.message, undefined, { cause: error })
  }
}

const addVerify = (group: Command): void => {
  group
    .command('verify')
    .description(
      "check a prompt's privacy report: its claim, from the recorded plan, and that it belongs to the prompt",
    )
    .argument('<folder>', 'folder that `promptpost tune` wrote or `promptpost prompts download` brought')
    .option('--key <fingerprint>', 'the key that must have signed it, as its owner told you')
    .action(action(verify))
}

export const addPrivacy = (program: Command): void => {
  const group = program
    .command('privacy')
    .description('what private runs spend, on this machine; nothing leaves it')
  addLedger(group)
  addPlanning(group)
  addVerify(group)
}
