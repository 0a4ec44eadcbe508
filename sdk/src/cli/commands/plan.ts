/**
 * `promptpost plan`: whether transfer and distillation fit a GPU, before one is rented.
 * @module
 */
import type { NeedsOf } from '@promptpost/engine/planning'
import { type Command, Option } from 'commander'
import { action, type Context } from '../context.js'
import { EXIT, usageError } from '../failure.js'
import { decimal, share, whole } from '../values.js'

type Flags = {
  model: string
  gpuMemory: number
  dtype?: 'float16' | 'float32'
  virtualTokens: number
  maxTokens: number
  batchSize: number
  layers: number
  sequenceLength: number
  batchTokens: number
  positions: number
  proxyShare: number
}

type Step = {
  fits: boolean
  /** Texts or sequences of a step: what was asked for, and the most that fit. */
  batch: number
  largest: number
  /** Bytes with what was asked for. */
  total: number
  weights: number
  work: number
  overhead: number
  host: number
  fullest: string
  next?: string
}

/** Cards are named by powers of ten: what one of "24 GB" has is a little more. */
const GB = 1e9
/** No batch is larger. */
const MOST = 1024

const gigabytes = (bytes: number): string => `${(bytes / GB).toFixed(1)} GB`

const planStep = async (
  needs: NeedsOf,
  batch: number,
  memory: number,
  smaller: (largest: number) => string,
  none: string,
): Promise<Step> => {
  const { largestBatch } = await import('@promptpost/engine/planning')
  const { total, weights, work, overhead, host, phase, at } = needs.of(batch)
  const largest = largestBatch(needs, memory, MOST)
  const least = Math.ceil(needs.of(1).total / GB)
  const next = largest === 0 ? `${none} With a batch of 1 it takes ${least} GB.` : smaller(largest)
  const isFitting = total <= memory
  return {
    fits: isFitting,
    batch,
    largest,
    total,
    weights,
    work,
    overhead,
    host,
    fullest: `${phase}: ${at}`,
    ...(isFitting ? {} : { next }),
  }
}

const stepLines = (name: string, batch: string, step: Step): string[] => [
  `${name}: ${step.fits ? 'fits' : 'DOES NOT FIT'} with ${step.batch} ${batch} a step; at most ${step.largest}`,
  `  ${gigabytes(step.total)} = weights ${gigabytes(step.weights)} + work ${gigabytes(step.work)} + CUDA ${gigabytes(step.overhead)}; main memory ${gigabytes(step.host)}`,
  ...(step.next === undefined ? [] : [`  ${step.next}`]),
]

const work = async (context: Context, flags: Flags): Promise<void> => {
  const planning = await import('@promptpost/engine/planning')
  const { model, hasWeights } = await planning.describeModel(flags.model)
  const stored = [...new Set([...model.weights.values()].map(({ storage }) => storage))]
  const isHalf = stored.some(storage => storage !== 'float32')
  if (flags.dtype === 'float16' && !isHalf)
    throw usageError(
      '--dtype float16: these weights are stored in float32',
      'Save the model in float16 first.',
    )
  const asked = flags.dtype && {
    weights: flags.dtype === 'float16' ? ('stored' as const) : ('converted' as const),
  }
  const memory = flags.gpuMemory * GB
  const maxTokens = Math.min(flags.maxTokens, model.config.maxPositions - flags.virtualTokens)
  if (maxTokens < 1)
    throw usageError(
      `--virtual-tokens ${flags.virtualTokens}: leaves no room for text in ${model.config.maxPositions} positions`,
    )
  const sequenceLength = Math.min(flags.sequenceLength, model.config.maxPositions)
  const transferring = planning.transferNeeds(model, {
    virtualTokens: flags.virtualTokens,
    maxTokens,
    ...asked,
  })
  const { layers, positions, proxyShare } = flags
  const distilling = planning.distillationNeeds(model, {
    ...{ layers, sequenceLength, positions, proxyShare },
    ...asked,
  })
  const none = isHalf
    ? 'Take a GPU with more memory, or a smaller model.'
    : 'Save the model in float16, which halves its weights, or take a GPU with more memory.'
  const transfer = await planStep(
    transferring,
    flags.batchSize,
    memory,
    largest =>
      `Take --batch-size ${largest}: the setting batch_size of a transfer; or tell its workers PROMPTPOST_MEMORY, which compute a step in parts.`,
    none,
  )
  const distillation = await planStep(
    distilling,
    Math.max(1, Math.floor(flags.batchTokens / sequenceLength)),
    memory,
    largest => `Take --batch-tokens ${largest * sequenceLength}: the setting batch_tokens of a student.`,
    layers > 1 ? `Take a student of fewer layers than ${layers}. ${none}` : none,
  )
  const { weights } = transferring
  const report = {
    model: flags.model,
    hasWeights,
    stored,
    weights,
    gpuMemory: memory,
    transfer,
    distillation: { layers, ...distillation },
  }
  context.print(report, () =>
    [
      `${flags.model}: ${stored.join(', ')}, ${weights === 'stored' ? 'kept as stored and converted where used' : 'in float32 on the device'}${hasWeights ? '' : '; by its config.json, there are no weights'}`,
      ...stepLines('transfer', `texts of ${maxTokens} tokens`, transfer),
      ...stepLines(`distillation of ${layers} layers`, `sequences of ${sequenceLength} tokens`, distillation),
    ].join('\n'),
  )
  if (!transfer.fits || !distillation.fits) process.exitCode = EXIT.failure
}

export const addPlan = (program: Command): void => {
  program
    .command('plan')
    .description('whether transfer and distillation of a model fit a GPU, and with which batch')
    .requiredOption('--model <dir>', 'Hugging Face directory; its config.json is enough')
    .requiredOption(
      '--gpu-memory <gb>',
      'memory of the GPU, in GB as its name has it',
      decimal('--gpu-memory', 0),
    )
    .addOption(
      new Option(
        '--dtype <type>',
        'how weights are held: float16 as they are stored (bfloat16 alike), or float32 (default: as a job would)',
      ).choices(['float16', 'float32']),
    )
    .option('--virtual-tokens <n>', 'length of the prompt', whole('--virtual-tokens', 1, 10_000), 20)
    .option('--max-tokens <n>', 'longest text of a transfer', whole('--max-tokens', 1, 1_000_000), 256)
    .option('--batch-size <n>', 'texts of a step of a transfer', whole('--batch-size', 1, MOST), 8)
    .option('--layers <n>', 'layers of the student', whole('--layers', 1, 10_000), 2)
    .option(
      '--sequence-length <n>',
      'longest sequence of distillation',
      whole('--sequence-length', 1, 1_000_000),
      256,
    )
    .option(
      '--batch-tokens <n>',
      'tokens of a step of distillation',
      whole('--batch-tokens', 1, 10_000_000),
      2048,
    )
    .option(
      '--positions <share>',
      'share of the tokens at which a distillation compares words',
      share('--positions', true),
      1,
    )
    .option(
      '--proxy-share <share>',
      'share of the steps of a distillation behind a random prompt',
      share('--proxy-share'),
      0,
    )
    .action(action(work))
}
