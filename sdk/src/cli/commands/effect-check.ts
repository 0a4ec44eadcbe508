/**
 * `promptpost effect-check`: is a prompt doing anything on this model? Aggregate figures alone, exit code 1 when not. No
 * network.
 * @module
 */
import type { PromptEffect } from '@promptpost/engine/post'
import type { Command } from 'commander'
import { action, type Context } from '../context.js'
import { addTextFlags, type DataFlags } from '../data-flags.js'
import { EXIT, usageError } from '../failure.js'
import { compute } from '../local-work.js'
import { counts, percent } from '../text.js'
import { collect } from '../values.js'
import { addLocalFlags, hasPrivacyReport, inputOf, type LocalFlags, sourceOf } from './local.js'

type Flags = LocalFlags & DataFlags & { text?: string[]; file?: string }

const nats = (value: number): string => value.toPrecision(3)

const render = (effect: PromptEffect): string =>
  [
    `divergence  ${nats(effect.divergence)} nats of the next word, ${nats(effect.classDivergence)} of the classes; mean KL over ${effect.texts} ${effect.texts === 1 ? 'text' : 'texts'}`,
    `changed     ${percent(effect.changed)} of the predictions`,
    `predicted   ${counts(effect.predicted)}`,
    `without it  ${counts(effect.predictedBefore)}`,
    effect.verdict,
  ].join('\n')

const check = async (context: Context, flags: Flags): Promise<void> => {
  const { prompt } = flags
  if (prompt === undefined)
    throw usageError("missing: '--prompt <dir>'", 'See: promptpost effect-check --help')
  const input = await inputOf(flags, sourceOf(flags))
  const effect = await compute<PromptEffect>(context, { work: 'effect', ...input, prompt })
  context.print(effect, () => render(effect))
  if (effect.collapsed !== null)
    context.note(
      'one class takes nearly all texts: the prompt has collapsed, or the texts are all of that class',
    )
  if (await hasPrivacyReport(prompt))
    context.note('figures on private texts are not covered by the prompt’s epsilon: do not publish them')
  if (!effect.doesSomething) process.exitCode = EXIT.failure
}

export const addEffectCheck = (program: Command): void => {
  addTextFlags(addLocalFlags(program.command('effect-check')))
    .description('whether a prompt changes what a model answers, on this machine; exit code 1 if it does not')
    .option('--text <text>', 'a text; may be repeated', collect)
    .option('--file <file>', 'texts: JSONL, CSV, TSV or Parquet')
    .action(action(check))
}
