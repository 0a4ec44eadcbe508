/**
 * `promptpost evaluate-local`: accuracy on labelled texts on this machine, as it is or noised and charged. No network.
 * @module
 */
import type { Accuracy } from '@promptpost/engine/post'
import type { Command } from 'commander'
import { upward } from '../../privacy/figures.js'
import type { ChargedAccuracy, ClassifyInput } from '../compute.js'
import { action, type Context } from '../context.js'
import { addLabelFlags, readOptions } from '../data-flags.js'
import { usageError } from '../failure.js'
import { compute } from '../local-work.js'
import { counts, percent } from '../text.js'
import { addBudgetFlag } from '../unit-flags.js'
import { decimal } from '../values.js'
import { addLocalFlags, hasPrivacyReport, inputOf, type LocalFlags } from './local.js'

type Flags = LocalFlags & { data: string; epsilon?: number; delta?: number; budget?: number }

const labelledInput = (flags: Flags): Promise<ClassifyInput> =>
  inputOf(flags, { file: flags.data, read: readOptions(flags) })

const warnOfPrivacy = async (context: Context, prompt: string | undefined): Promise<void> => {
  if (!(await hasPrivacyReport(prompt))) return
  context.note(
    'an accuracy measured on private data is not covered by the prompt’s epsilon: do not publish it, or ask for one that is noised and charged with --epsilon',
  )
}

const evaluatePlainly = async (context: Context, flags: Flags): Promise<void> => {
  const result = await compute<Accuracy>(context, { work: 'evaluate', ...(await labelledInput(flags)) })
  context.print(result, () => {
    const [low, high] = result.interval
    return [
      `accuracy   ${percent(result.accuracy)} (95 %: ${percent(low)} to ${percent(high)}) of ${result.examples} texts`,
      `predicted  ${counts(result.predicted)}`,
    ].join('\n')
  })
  await warnOfPrivacy(context, flags.prompt)
}

const evaluatePrivately = async (context: Context, flags: Flags & { epsilon: number }): Promise<void> => {
  const { epsilon, delta, budget } = flags
  const input = {
    work: 'evaluate-privately' as const,
    ...(await labelledInput(flags)),
    privacy: { epsilon, delta },
    ledger: budget === undefined ? {} : { budget: { epsilon: budget } },
  }
  const { noised, warnings } = await compute<ChargedAccuracy>(context, input, true)
  context.print(noised, () => {
    const [low, high] = noised.interval
    return [
      `accuracy  about ${percent(noised.accuracy)} (95 %: ${percent(low)} to ${percent(high)}) of ${noised.examples} texts`,
      `privacy   epsilon <= ${upward(noised.epsilon)} at delta = ${noised.delta}, charged to the ledger; noise of ${percent(noised.deviation)}`,
    ].join('\n')
  })
  for (const warning of warnings) context.note(`warning: ${warning}`)
}

const evaluate = async (context: Context, flags: Flags): Promise<void> => {
  const { epsilon } = flags
  if (epsilon !== undefined) return evaluatePrivately(context, { ...flags, epsilon })
  if (flags.delta !== undefined || flags.budget !== undefined)
    throw usageError('--delta and --budget go with --epsilon', 'Give --epsilon, or leave them out.')
  return evaluatePlainly(context, flags)
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
