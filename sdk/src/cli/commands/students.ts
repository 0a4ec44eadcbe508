/**
 * `promptpost students`: small models distilled from a large one.
 * @module
 */
import type { Command } from 'commander'
import { action } from '../context.js'
import { downloadTo, printDownload } from '../download.js'
import { ESTIMATE, printEstimate } from '../estimate.js'
import { followJob, hintToFollow } from '../follow-job.js'
import { addDelete, addListAndShow, printItem } from '../resource.js'
import { connect } from '../service.js'
import { plain, shellQuote } from '../text.js'
import { decimal, type KeptLayers, keptLayers, share, whole } from '../values.js'

type CreateFlags = {
  model: string
  dataset: string
  layers: number
  license?: string
  steps?: number
  seed?: number
  batchTokens?: number
  sequenceLength?: number
  learningRate?: number
  keep?: KeptLayers
  positions?: number
  proxyShare?: number
  wait?: boolean
  estimate?: boolean
}

const bodyOf = (flags: CreateFlags) => {
  const { model, dataset, layers, license, steps, seed, batchTokens, sequenceLength, learningRate } = flags
  const { keep, positions, proxyShare } = flags
  const settings = {
    ...(batchTokens === undefined ? {} : { batch_tokens: batchTokens }),
    ...(sequenceLength === undefined ? {} : { sequence_length: sequenceLength }),
    ...(learningRate === undefined ? {} : { learning_rate: learningRate }),
    ...(keep === undefined ? {} : { keep }),
    ...(positions === undefined ? {} : { positions }),
    ...(proxyShare === undefined ? {} : { proxy_share: proxyShare }),
  }
  return {
    model,
    dataset,
    layers,
    ...(license === undefined ? {} : { license }),
    ...(steps === undefined ? {} : { steps }),
    ...(seed === undefined ? {} : { seed }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  }
}

const addCreate = (group: Command): void => {
  group
    .command('create')
    .description('distil a student (provider)')
    .requiredOption('--model <id>', 'the model to distil')
    .requiredOption('--dataset <id>', 'texts for distillation')
    .requiredOption('--layers <k>', 'layers the student keeps', whole('--layers', 1))
    .option(
      '--license <terms>',
      "SPDX identifier, address or text of the terms for clients (default: the model's)",
    )
    .option('--steps <n>', 'optimiser steps', whole('--steps', 1))
    .option('--seed <n>', 'for the same student again', whole('--seed', 0))
    .option('--batch-tokens <n>', 'tokens of a step, padding included', whole('--batch-tokens', 1))
    .option('--sequence-length <n>', 'longest sequence, in tokens', whole('--sequence-length', 1))
    .option('--learning-rate <x>', 'of the optimiser', decimal('--learning-rate', 0))
    .option(
      '--keep <which>',
      "which of the model's layers: ends, spread, early, or their numbers as 0,3,11 (default: ends)",
      keptLayers('--keep'),
    )
    .option(
      '--positions <share>',
      'share of the tokens at which words are compared (default: 1)',
      share('--positions', true),
    )
    .option(
      '--proxy-share <share>',
      'share of the steps behind a random prompt (default: 0)',
      share('--proxy-share'),
    )
    .option(...ESTIMATE)
    .option('--wait', 'until it is distilled, with its progress')
    .action(
      action(async (context, flags: CreateFlags) => {
        const client = await connect(context)
        const call = { signal: context.signal }
        if (flags.estimate) return printEstimate(context, await client.students.estimate(bodyOf(flags), call))
        const student = await client.students.create(bodyOf(flags), call)
        if (!flags.wait || student.job === undefined) {
          printItem(context, student)
          return hintToFollow(context, student.job)
        }
        context.note(`student ${student.id}, job ${student.job}`)
        await followJob(context, client, student.job)
        printItem(context, await client.students.get(student.id, { signal: context.signal }))
      }),
    )
}

export const addStudents = (program: Command): void => {
  const group = program.command('students').description('small models to tune prompts on at home')
  addCreate(group)
  addListAndShow(group, client => client.students, [
    ['ID', student => student.id],
    ['MODEL', student => student.model],
    ['LAYERS', student => student.layers],
    ['STATUS', student => student.status],
    ['CREATED', student => student.created_at],
  ])
  addDelete(
    group,
    client => client.students,
    'delete it, its files and its job; refused while a prompt or transfer names it',
  )
  group
    .command('download')
    .description('bring a student to this machine, checked file by file')
    .argument('<id>')
    .argument('<dir>')
    .action(
      action(async (context, id: string, directory: string) => {
        const client = await connect(context)
        const student = await downloadTo(
          context,
          options =>
            client.students.download(id, directory, {
              ...options,
              onStart: ({ license }) => context.note(`license: ${plain(license)}`),
            }),
          ['students', 'download', id, directory],
        )
        printDownload(context, directory, student)
        context.note(
          `tune a prompt on it with: promptpost tune --student ${shellQuote(directory)} --data FILE --template '{text} It was' --verbalizer JSON --out DIR`,
        )
      }),
    )
}
