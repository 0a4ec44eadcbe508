/**
 * `promptpost tune`: a soft prompt on a student, on this machine, on private data. No network.
 * @module
 */
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import type { Device } from '@promptpost/engine/runtime'
import { type Command, Option } from 'commander'
import { type TunedPrompt, type TunePromptOptions, tunePrompt } from '../../local/index.js'
import { type PrivacyReport, renderReport } from '../../privacy/index.js'
import { action, type Context } from '../context.js'
import { addLabelFlags, type DataFlags, readOptions } from '../data-flags.js'
import { CliError, EXIT, usageError } from '../failure.js'
import { barStep } from '../local-work.js'
import { shellQuote } from '../text.js'
import { printTuningPlan } from '../tuning-plan.js'
import { addBudgetFlag, addUnitFlags, type UnitFlags } from '../unit-flags.js'
import { decimal, readTask, size, whole } from '../values.js'
import { deviceOption } from './local.js'

/** Flags of whatever tunes prompts. */
export type TuningFlags = DataFlags &
  UnitFlags & {
    student: string
    data: string
    template: string
    verbalizer: string
    out: string
    epsilon?: number
    delta?: number
    clip?: number
    expectedBatch?: number
    steps?: number
    learningRate?: number
    batchSize?: number
    virtualTokens?: number
    maxTokens?: number
    seed?: number
    device: Device
  }

type Flags = TuningFlags & {
  budget?: number
  memory?: number
  weights?: 'int8'
  checkpointSeconds?: number
  dryRun?: boolean
}

const SETTINGS = ['steps', 'learningRate', 'batchSize', 'virtualTokens', 'maxTokens', 'seed'] as const
const PRIVACY = ['delta', 'clip', 'expectedBatch', 'adjacency', 'recordsPerUser'] as const

const given = <Name extends keyof Flags>(flags: Flags, names: readonly Name[]): Partial<Pick<Flags, Name>> =>
  Object.fromEntries(
    names.flatMap(name => (flags[name] === undefined ? [] : [[name, flags[name]]])),
  ) as Partial<Pick<Flags, Name>>

/** What the shared flags mean to tuning. */
export const tuningOptions = async (
  flags: TuningFlags & { budget?: number },
): Promise<Omit<TunePromptOptions, 'ledger'>> => {
  const task = await readTask(flags)
  if (!task) throw usageError('--template and --verbalizer are needed')
  const bounds = given(flags, PRIVACY)
  if (flags.epsilon === undefined && Object.keys({ ...bounds, ...given(flags, ['budget']) }).length > 0)
    throw new PromptPostError('privacy-refused', 'is missing: without it nothing is private', {
      field: '--epsilon',
      next: 'Give --epsilon, or leave --delta, --clip, --expected-batch, --adjacency, --records-per-user and --budget out.',
    })
  return {
    student: flags.student,
    data: flags.data,
    out: flags.out,
    task,
    read: readOptions(flags),
    device: flags.device,
    ...given(flags, SETTINGS),
    ...(flags.epsilon === undefined ? {} : { privacy: { epsilon: flags.epsilon, ...bounds } }),
  }
}

const optionsOf = async (flags: Flags): Promise<TunePromptOptions> => ({
  ...(await tuningOptions(flags)),
  ...given(flags, ['checkpointSeconds', 'memory', 'weights']),
  ...(flags.budget === undefined ? {} : { ledger: { budget: { epsilon: flags.budget } } }),
})

/** What a stopped run leaves, and the command that goes on from there. */
const stopped = async (out: string): Promise<CliError> => {
  const checkpoint = join(dirname(out), `.${basename(out)}.checkpoint`)
  const isKept = await stat(join(checkpoint, 'checkpoint.safetensors')).catch(() => undefined)
  const command = ['promptpost', ...process.argv.slice(2)].map(shellQuote).join(' ')
  return isKept
    ? new CliError(
        EXIT.interrupted,
        'cancelled',
        `stopped; a checkpoint is kept in ${checkpoint}`,
        `Go on with: ${command}`,
      )
    : new CliError(
        EXIT.interrupted,
        'cancelled',
        'stopped before the first step',
        `Start again with: ${command}`,
      )
}

const printPrivate = async (context: Context, { out, privacy, ledger }: TunedPrompt): Promise<void> => {
  const report = JSON.parse(await readFile(join(out, 'privacy-report.json'), 'utf8')) as PrivacyReport
  context.print({ out, privacy, report }, () => `The prompt is in ${out}\n\n${renderReport(report, ledger)}`)
  if (!ledger?.budget)
    context.note(
      'these records have no budget: set one with promptpost privacy ledger --data FILE --set-budget EPSILON',
    )
}

const printPlain = (context: Context, { out, losses, seconds }: TunedPrompt): void =>
  context.print({ out, losses, seconds, privacy: null }, () => {
    const tail = losses.slice(-Math.max(1, Math.round(losses.length / 10)))
    const loss = tail.reduce((sum, value) => sum + value, 0) / tail.length
    return `The prompt is in ${out} (${losses.length} steps, ${seconds.toFixed(1)} s, loss ${loss.toPrecision(4)})`
  })

const tune = async (context: Context, flags: Flags): Promise<void> => {
  const options = await optionsOf(flags)
  const isPrivate = options.privacy !== undefined
  if (/\\n/.test(flags.template))
    context.note("the template holds a backslash and an n; a line break is written $'...\\n...' in the shell")
  if (flags.dryRun) return printTuningPlan(context, options)
  context.interrupt.announce('stopping after this step; Ctrl-C again quits at once')
  let tuned: TunedPrompt
  try {
    tuned = await tunePrompt({
      ...options,
      signal: context.signal,
      onProgress: progress => {
        if (progress.note !== undefined) context.note(progress.note)
        else context.progress.update(barStep(progress, isPrivate))
      },
    })
  } catch (error) {
    const isStopped = error instanceof PromptPostError && error.code === 'cancelled'
    throw isStopped ? await stopped(flags.out) : error
  }
  if (isPrivate) await printPrivate(context, tuned)
  else printPlain(context, tuned)
  for (const warning of tuned.warnings) context.note(`warning: ${warning}`)
  context.note(
    `see what an upload would send: promptpost explain-upload ${shellQuote(flags.out)} --student ID`,
  )
}

/** The flags of {@link tuningOptions}, but for the folder. */
export const addTuningFlags = (command: Command): Command =>
  addLabelFlags(command)
    .requiredOption('--student <dir>', 'the student, as downloaded')
    .requiredOption('--data <file>', 'private, labelled texts: JSONL, CSV, TSV or Parquet')
    .requiredOption('--template <text>', "text with its cue, as '{text} It was'")
    .requiredOption('--verbalizer <json|file>', 'words of each label')
    .option('--epsilon <x>', 'privacy budget; asks for differential privacy', decimal('--epsilon', 0))
    .option('--delta <x>', 'default: below 1/(N ln N)', decimal('--delta', 0))
    .option('--clip <x>', "largest norm of one example's gradient", decimal('--clip', 0))
    .option('--expected-batch <n>', 'mean size of a private batch', whole('--expected-batch', 1))
    .option('--steps <n>', 'optimiser steps', whole('--steps', 1))
    .option('--learning-rate <x>', 'of the optimiser', decimal('--learning-rate', 0))
    .option('--batch-size <n>', 'examples of a step', whole('--batch-size', 1))
    .option('--virtual-tokens <n>', 'length of the prompt', whole('--virtual-tokens', 1))
    .option('--max-tokens <n>', 'longest text, cue included', whole('--max-tokens', 2))
    .option('--seed <n>', 'for the same prompt again; noise is never seeded', whole('--seed', 0))
    .addOption(deviceOption())

export const addTune = (program: Command): void => {
  addBudgetFlag(addUnitFlags(addTuningFlags(program.command('tune'))))
    .description('tune a soft prompt on private data, on this machine; nothing leaves it')
    .requiredOption('--out <dir>', 'folder for the prompt; must not exist')
    .option(
      '--memory <size>',
      'most that the process may take, as 900MB: the same prompt in more time',
      size('--memory'),
    )
    .addOption(
      new Option(
        '--weights <kind>',
        "the student's matrices in eight bits, on the cpu: less memory and time, nearly the same prompt",
      ).choices(['int8']),
    )
    .option(
      '--checkpoint-seconds <x>',
      'between two checkpoints, from which the same command goes on (default: 30)',
      decimal('--checkpoint-seconds', 0, true),
    )
    .option(
      '--dry-run',
      'check everything, measure the pace and show what would be done and charged; do nothing',
    )
    .action(action(tune))
}
