/**
 * `promptpost transfers`: prompts brought from a student to the large model.
 * @module
 */
import { type Command, Option } from 'commander'
import type { PromptPost, Schemas } from '../../client/index.js'
import { action, type Context } from '../context.js'
import { downloadTo, printDownload } from '../download.js'
import { ESTIMATE, printEstimate } from '../estimate.js'
import { CliError, EXIT } from '../failure.js'
import { followJob, hintToFollow } from '../follow-job.js'
import { addDelete, addListAndShow, printItem } from '../resource.js'
import { connect } from '../service.js'
import { shellQuote } from '../text.js'
import { decimal, steps, weight, whole } from '../values.js'

/** How it is transferred. */
type SettingFlags = {
  dataset: string
  alpha?: number | 'auto'
  omega?: number | 'auto'
  steps?: number | 'auto'
  seed?: number
  gamma?: number
  start?: 'auto' | 'prompt' | 'text'
  batchSize?: number
  learningRate?: number
  texts?: number
  maxTokens?: number
  shards?: number
  wait?: boolean
}

const settingsOf = (flags: SettingFlags): Omit<Schemas['TransferCreate'], 'prompt'> => {
  const {
    dataset,
    alpha,
    omega,
    steps,
    seed,
    gamma,
    start,
    batchSize,
    learningRate,
    texts,
    maxTokens,
    shards,
  } = flags
  const settings = {
    ...(gamma === undefined ? {} : { gamma }),
    ...(omega === undefined ? {} : { omega }),
    ...(start === undefined ? {} : { start }),
    ...(batchSize === undefined ? {} : { batch_size: batchSize }),
    ...(learningRate === undefined ? {} : { learning_rate: learningRate }),
    ...(texts === undefined ? {} : { texts }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
  }
  return {
    dataset,
    ...(alpha === undefined ? {} : { alpha }),
    ...(steps === undefined ? {} : { steps }),
    ...(seed === undefined ? {} : { seed }),
    ...(shards === undefined ? {} : { shards }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  }
}

const addSettingFlags = (command: Command): Command =>
  command
    .requiredOption('--dataset <id>', 'public texts')
    .option(
      '--alpha <x>',
      'weight of the shift loss, 0 to 1, or auto: by what the model knows of the texts',
      weight('--alpha'),
    )
    .option(
      '--steps <n>',
      'optimiser steps, or auto: until held-out texts gain little more',
      steps('--steps'),
    )
    .option('--seed <n>', 'for the same result again', whole('--seed', 0))
    .option('--gamma <x>', 'weight of the class divergence', decimal('--gamma', 0, true))
    .option(
      '--omega <x>',
      'share of the model moved by the prompt’s effect in what is imitated, 0 to 1, or auto',
      weight('--omega'),
    )
    .addOption(new Option('--start <where>', 'where the prompt starts').choices(['auto', 'prompt', 'text']))
    .option('--batch-size <n>', 'texts of a step', whole('--batch-size', 1))
    .option('--learning-rate <x>', 'of the optimiser', decimal('--learning-rate', 0))
    .option('--texts <n>', 'most public texts used', whole('--texts', 1))
    .option('--max-tokens <n>', 'longest text, cue included', whole('--max-tokens', 2))
    .option('--shards <n>', 'divide what can be among so many workers, at most 64', whole('--shards', 1, 64))
    .option('--wait', 'until it is transferred, with its progress')

/** Says aloud what the transfer found out about itself. */
const noteVerdict = (context: Context, transfer: Schemas['Transfer']): void => {
  const effect = transfer.facts?.effect as { verdict?: unknown } | undefined
  if (typeof effect?.verdict === 'string') context.note(effect.verdict)
}

/** Follows it if that was asked for, and prints it. */
const conclude = async (
  context: Context,
  client: PromptPost,
  transfer: Schemas['Transfer'],
  { wait }: SettingFlags,
): Promise<void> => {
  if (!wait) {
    printItem(context, transfer)
    return hintToFollow(context, transfer.job)
  }
  context.note(`transfer ${transfer.id}, job ${transfer.job}`)
  await followJob(context, client, transfer.job)
  const done = await client.transfers.get(transfer.id, { signal: context.signal })
  printItem(context, done)
  noteVerdict(context, done)
}

export const addTransfers = (program: Command): void => {
  const group = program.command('transfers').description('prompts brought to the large model')
  addSettingFlags(
    group
      .command('create')
      .description('transfer a prompt with public texts')
      .requiredOption('--prompt <id>', 'the prompt, as uploaded')
      .option(...ESTIMATE),
  ).action(
    action(async (context, flags: SettingFlags & { prompt: string; estimate?: boolean }) => {
      const client = await connect(context)
      const body = { prompt: flags.prompt, ...settingsOf(flags) }
      const call = { signal: context.signal }
      if (flags.estimate) return printEstimate(context, await client.transfers.estimate(body, call))
      await conclude(context, client, await client.transfers.create(body, call), flags)
    }),
  )
  addSettingFlags(
    group
      .command('migrate')
      .description('bring a transferred prompt on to another model of the same width and tokenizer')
      .argument('<id>', 'the transfer')
      .requiredOption('--model <id>', 'the model to bring it to'),
  ).action(
    action(async (context, id: string, flags: SettingFlags & { model: string }) => {
      const client = await connect(context)
      const body = { transfer: id, model: flags.model, ...settingsOf(flags) }
      await conclude(context, client, await client.transfers.migrate(body, { signal: context.signal }), flags)
    }),
  )
  addListAndShow(group, client => client.transfers, [
    ['ID', transfer => transfer.id],
    ['PROMPT', transfer => transfer.prompt],
    ['MODEL', transfer => transfer.model],
    ['STATUS', transfer => transfer.status],
    ['CREATED', transfer => transfer.created_at],
  ])
  addDelete(
    group,
    client => client.transfers,
    'delete it, the transferred prompt and its job; refused while a prediction names it',
  )
  group
    .command('download')
    .description('bring a transferred prompt to this machine, checked file by file')
    .argument('<id>')
    .argument('<dir>')
    .action(
      action(async (context, id: string, directory: string) => {
        const client = await connect(context)
        const { status } = await client.transfers.get(id, { signal: context.signal })
        if (status !== 'succeeded')
          throw new CliError(
            EXIT.failure,
            'not-ready',
            `the transfer is ${status}: it has no files`,
            `See what there is with: promptpost transfers show ${id}`,
          )
        const transfer = await downloadTo(
          context,
          options => client.transfers.download(id, directory, options),
          ['transfers', 'download', id, directory],
        )
        printDownload(context, directory, transfer)
        context.note(
          `write it for another server with: promptpost prompts export ${shellQuote(directory)} --to FORMAT --out DIR`,
        )
      }),
    )
}
