/**
 * `promptpost run`: from data to a prompt on the large model. It shows its plan and asks before it does anything, and goes
 * on where an earlier run was stopped.
 * @module
 */
import { relative } from 'node:path'
import type { Command } from 'commander'
import { UserAbortError } from '../../client/errors.js'
import { upward } from '../../privacy/figures.js'
import type {
  TuneAndTransferOptions,
  TuneAndTransferPlan,
  TuneAndTransferProgress,
  TunedAndTransferred,
} from '../../tune-and-transfer/index.js'
import { isTerminal, openAsker } from '../ask.js'
import { action, type Context, writeStderr } from '../context.js'
import { addLabelFlags } from '../data-flags.js'
import { downloadStep } from '../download.js'
import { CliError, EXIT, usageError } from '../failure.js'
import { jobStep } from '../follow-job.js'
import { barStep } from '../local-work.js'
import { type RunFlags, runOptions } from '../project/run-options.js'
import { type RunPlan, renderPlan, runPlan } from '../project/run-plan.js'
import { connect } from '../service.js'
import { readProjectFile } from '../settings/files.js'
import { percent, shellQuote } from '../text.js'
import { addBudgetFlag, addUnitFlags } from '../unit-flags.js'
import { decimal, steps, whole } from '../values.js'
import { deviceOption } from './local.js'

/** Ends a run after its plan was shown. */
class PlanShown extends Error {}

const again = (): string => ['promptpost', ...process.argv.slice(2)].map(shellQuote).join(' ')

const confirm = async (context: Context, flags: RunFlags, text: string): Promise<void> => {
  if (flags.yes) return context.note(text)
  writeStderr(text)
  if (!isTerminal())
    throw usageError(
      'not run: there is no terminal to ask on',
      `Run it with --yes, or see the plan alone with --dry-run. Nothing was done.`,
    )
  const asker = openAsker(context.signal)
  const answer = await asker
    .ask({ text: '\nDo it? (yes or no)', proposal: 'no' })
    .finally(() => asker.close())
  if (/^y(es)?$/i.test(answer)) return
  throw new CliError(EXIT.interrupted, 'cancelled', 'nothing was done')
}

const showProgress =
  (context: Context, isPrivate: boolean) =>
  (progress: TuneAndTransferProgress): void => {
    if (progress.stage === 'download') context.progress.update(downloadStep(progress.done, progress.total))
    else if (progress.stage === 'public-texts') context.note('uploading the public texts')
    else if (progress.stage === 'upload') context.note('uploading the prompt')
    else if (progress.stage === 'transfer') {
      const step = jobStep(progress.event, 'transfer')
      if (step) context.progress.update(step)
    } else if (progress.progress.note !== undefined) context.note(progress.progress.note)
    else context.progress.update(barStep(progress.progress, isPrivate))
  }

const predictCommand = (transfer: string): string => `promptpost predict --transfer ${transfer} --text TEXT`

const render = ({ prompt, transfer, report, effect }: TunedAndTransferred, folder: string): string =>
  [
    `The prompt is in ${folder}; on the service it is ${prompt.id}, transferred to ${transfer.model} as ${transfer.id}.`,
    report
      ? `privacy  epsilon <= ${upward(report.guarantee.epsilon)} at delta = ${report.guarantee.delta}`
      : 'privacy  none: it may reveal some of its data',
    `effect   ${effect.verdict}`,
    `         on ${percent(effect.agreement)} of public texts it answers as on the student; without the prompt on ${percent(effect.agreement_before)}`,
    `Predict with: ${predictCommand(transfer.id)}`,
  ].join('\n')

const stopped = (): CliError =>
  new CliError(EXIT.interrupted, 'cancelled', 'stopped; what is done is kept', `Go on with: ${again()}`)

const run = async (context: Context, flags: RunFlags): Promise<void> => {
  const found = await readProjectFile(context.globals.project ?? process.env.PROMPTPOST_PROJECT)
  const options = await runOptions(flags, found)
  const client = await connect(context)
  context.interrupt.announce('stopping in good order; Ctrl-C again quits at once')
  let shown: RunPlan | undefined
  const onPlan = async (plan: TuneAndTransferPlan): Promise<void> => {
    shown = await runPlan(client, plan, options)
    if (flags.dryRun) throw new PlanShown()
    const isDone = plan.steps.every(step => step.isDone)
    if (!isDone) await confirm(context, flags, renderPlan(shown, options.out))
  }
  const settings: TuneAndTransferOptions = {
    ...options,
    onPlan,
    onProgress: showProgress(context, options.privacy !== undefined),
    signal: context.signal,
  }
  try {
    const result = await client.prompts.tuneAndTransfer(settings)
    const { prompt, transfer, folder, report, effect, tuned } = result
    for (const warning of tuned?.warnings ?? []) context.note(`warning: ${warning}`)
    const next = predictCommand(transfer.id)
    context.print({ prompt, transfer, folder, report: report ?? null, effect, next }, () =>
      render(result, relative(process.cwd(), folder) || folder),
    )
  } catch (error) {
    if (error instanceof PlanShown && shown) {
      const plan = shown
      context.print({ plan }, () => renderPlan(plan, options.out))
      return context.note('nothing was done')
    }
    throw error instanceof UserAbortError ? stopped() : error
  }
}

export const addRun = (program: Command): void => {
  addBudgetFlag(addUnitFlags(addLabelFlags(program.command('run'))))
    .description(
      'from data to a prompt on the large model, as promptpost.json says; shows a plan and asks first, and goes on where it was stopped',
    )
    .option('--data <file>', 'private, labelled texts: JSONL, CSV, TSV or Parquet')
    .option('--student <id>', 'the student to tune on')
    .option('--model <id|name>', 'instead: the large model, whose newest student is taken')
    .option('--dataset <id|name>', 'public texts for the transfer (default: the only ones there are)')
    .option(
      '--public-texts <file>',
      'instead: a local file of public texts, or a folder; uploaded unless it is there',
    )
    .option('--template <text>', "text with its cue, as '{text} It was'")
    .option('--verbalizer <json|file>', 'words of each label')
    .option('--epsilon <x>', 'what the run may spend; asks for differential privacy', decimal('--epsilon', 0))
    .option('--delta <x>', 'default: below 1/(N ln N)', decimal('--delta', 0))
    .option('--steps <n>', 'optimiser steps of the tuning', whole('--steps', 1))
    .option('--virtual-tokens <n>', 'length of the prompt', whole('--virtual-tokens', 1))
    .option('--transfer-steps <n>', 'optimiser steps of the transfer, or auto', steps('--transfer-steps'))
    .option('--transfer-texts <n>', 'most public texts it uses', whole('--transfer-texts', 2))
    .addOption(deviceOption().default(undefined))
    .option('--out <dir>', 'folder for the prompt')
    .option('-y, --yes', 'do it without asking')
    .option('--dry-run', 'show the plan, do nothing')
    .action(action(run))
}
