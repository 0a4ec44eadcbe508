/**
 * `promptpost evaluate-local`: accuracy on labelled texts on this machine, as it is or noised and charged. No network.
 * @module
 */
import type { Accuracy } from '@promptpost/engine/post'
import type { Command } from 'commander'
import { upward } from '../../privacy/figures.js'
import {
  ledgerDirectory,
  type NoisedAccuracy,
  noiseAccuracy,
  openLedger,
  planAccuracy,
} from '../../privacy/index.js'
import { action, type Context } from '../context.js'
import { addLabelFlags, readOptions } from '../data-flags.js'
import { usageError } from '../failure.js'
import { compute } from '../local-work.js'
import { counts, percent } from '../text.js'
import { addBudgetFlag } from '../unit-flags.js'
import { decimal } from '../values.js'
import { addLocalFlags, hasPrivacyReport, inputOf, type LocalFlags } from './local.js'

type Flags = LocalFlags & { data: string; epsilon?: number; delta?: number; budget?: number }

const measure = async (context: Context, flags: Flags): Promise<Accuracy> => {
  const input = await inputOf(flags, { file: flags.data, read: readOptions(flags) })
  return compute<Accuracy>(context, { work: 'evaluate', ...input }, flags.epsilon !== undefined)
}

const warnOfPrivacy = async (context: Context, prompt: string | undefined): Promise<void> => {
  if (!(await hasPrivacyReport(prompt))) return
  context.note(
    'an accuracy measured on private data is not covered by the prompt’s epsilon: do not publish it, or ask for one that is noised and charged with --epsilon',
  )
}

const evaluatePlainly = async (context: Context, flags: Flags): Promise<void> => {
  const result = await measure(context, flags)
  context.print(result, () => {
    const [low, high] = result.interval
    return [
      `accuracy   ${percent(result.accuracy)} (95 %: ${percent(low)} to ${percent(high)}) of ${result.examples} texts`,
      `predicted  ${counts(result.predicted)}`,
    ].join('\n')
  })
  await warnOfPrivacy(context, flags.prompt)
}

/** Charged before anything is computed; the number of right answers is seen by no one. */
const evaluatePrivately = async (
  context: Context,
  flags: Flags & { epsilon: number },
): Promise<NoisedAccuracy> => {
  const { epsilon, delta, budget } = flags
  const { readExamples } = await import('@promptpost/engine/data')
  const examples = await readExamples(flags.data, readOptions(flags))
  const plan = planAccuracy(examples.length, { epsilon, delta })
  const ledger = await openLedger(ledgerDirectory())
  const records = ledger.identify(examples.map(({ text }) => text))
  const { run } = await ledger.charge(
    records,
    plan,
    budget === undefined ? {} : { budget: { epsilon: budget } },
  )
  const { accuracy } = await measure(context, flags)
  const noised = noiseAccuracy(Math.round(accuracy * examples.length), examples.length, plan)
  await ledger.finish(run)
  return noised
}

const evaluate = async (context: Context, flags: Flags): Promise<void> => {
  const { epsilon } = flags
  if (epsilon === undefined) {
    if (flags.delta !== undefined || flags.budget !== undefined)
      throw usageError('--delta and --budget go with --epsilon', 'Give --epsilon, or leave them out.')
    return evaluatePlainly(context, flags)
  }
  const noised = await evaluatePrivately(context, { ...flags, epsilon })
  context.print(noised, () => {
    const [low, high] = noised.interval
    return [
      `accuracy  about ${percent(noised.accuracy)} (95 %: ${percent(low)} to ${percent(high)}) of ${noised.examples} texts`,
      `privacy   epsilon <= ${upward(noised.epsilon)} at delta = ${noised.delta}, charged to the ledger; noise of ${percent(noised.deviation)}`,
    ].join('\n')
  })
}

export const addEvaluateLocal = (program: Command): void => {
  addBudgetFlag(addLabelFlags(addLocalFlags(program.command('evaluate-local'))))
    .description('accuracy on labelled texts, on this machine')
    .requiredOption('--data <file>', 'labelled texts: JSONL, CSV, TSV or Parquet')
    .option(
      '--epsilon <x>',
      'the texts are private: noise the accuracy and charge it to the ledger',
      decimal('--epsilon', 0),
    )
    .option('--delta <x>', 'of that charge (default: below 1/(N ln N))', decimal('--delta', 0))
    .action(action(evaluate))
}
