/**
 * `promptpost predict --local-first`: the student answers on this machine what it is sure of, and the rest goes to the service.
 * @module
 */
import type { Device } from '@promptpost/engine/runtime'
import { type Command, Option } from 'commander'
import type { LocalFirstCounts, LocalFirstRule } from '../local-first/index.js'
import type { Context } from './context.js'
import { usageError } from './failure.js'
import { followJob, jobStep } from './follow-job.js'
import { barStep } from './local-work.js'
import { connect } from './service.js'
import { percent, table } from './text.js'
import { type Redaction, redacted, share } from './values.js'

export type LocalFirstFlags = {
  localFirst?: string
  localPrompt?: string
  confidence?: number
  sendAtMost?: number
  device?: Device
}

/** What is said of them elsewhere in the command. */
type Given = LocalFirstFlags & {
  transfer?: string
  maxTokens?: number
  shards?: number
  job?: boolean
  redact?: Redaction[]
}

const NEEDED = ['localPrompt', 'confidence', 'sendAtMost', 'device'] as const
/** What a student and its prompt leave no room for. */
const EXCLUDED = ['prompt', 'model', 'template', 'verbalizer', 'estimate'] as const

const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`

export const addLocalFirstFlags = (command: Command): Command =>
  command
    .option(
      '--local-first <dir>',
      'this student answers here what it is sure of, and only the rest is sent; with --dry-run it is told how many that would be',
    )
    .option('--local-prompt <dir>', "the student's prompt, as it was tuned here")
    .option(
      '--confidence <p>',
      'a text stays when the student is at least so sure, from 0 to 1',
      share('--confidence'),
    )
    .option(
      '--send-at-most <share>',
      'most different texts that are sent, from 0 to 1; the least sure ones',
      share('--send-at-most'),
    )
    .addOption(
      new Option('--device <name>', 'where the student computes (default: cpu)').choices([
        'cpu',
        'cuda',
        'webgpu',
        'auto',
      ]),
    )

/** Whether it is asked for. @throws CliError for flags that do not go together */
export const isLocalFirst = (flags: Given): flags is Given & { localFirst: string } => {
  const given: Readonly<Record<string, unknown>> = flags
  if (flags.localFirst === undefined) {
    const without = NEEDED.find(name => given[name] !== undefined)
    if (without)
      throw usageError(`${flagOf(without)} goes with --local-first`, 'Name the student, or leave it out.')
    return false
  }
  const other = EXCLUDED.find(name => given[name] !== undefined)
  if (other)
    throw usageError(
      `${flagOf(other)} does not go with --local-first`,
      'Give --transfer; see what would be sent with --dry-run.',
    )
  if (flags.transfer === undefined)
    throw usageError('--local-first needs --transfer', 'See what there is with: promptpost transfers list')
  if (flags.localPrompt === undefined)
    throw usageError(
      '--local-first needs --local-prompt',
      'Name the folder of the prompt tuned on the student.',
    )
  if (flags.confidence === undefined && flags.sendAtMost === undefined)
    throw usageError(
      '--local-first needs --confidence or --send-at-most',
      'Give for example --send-at-most 0.3, or --confidence 0.9.',
    )
  return true
}

const atHome = ({ texts, atHome }: LocalFirstCounts): string =>
  `answered at home: ${atHome} of ${texts} texts (${percent(atHome / texts)})`

/** @param texts never shown, but named by their number */
export const predictLocalFirst = async (
  context: Context,
  flags: Given & { localFirst: string },
  texts: string[],
): Promise<void> => {
  const { localFirst, localPrompt, transfer, confidence, sendAtMost, device, maxTokens, shards, redact } =
    flags
  const rule: LocalFirstRule = { confidence, sendAtMost }
  const options = { student: localFirst, prompt: localPrompt!, texts, ...rule, device, maxTokens }
  const { signal } = context
  if (context.globals.dryRun) {
    const { planLocalFirst } = await import('../local-first/index.js')
    const plan = await planLocalFirst({
      ...options,
      signal,
      onProgress: progress => context.progress.update(barStep(progress)),
    })
    const counts = { texts: plan.texts, atHome: plan.atHome, sent: plan.sent }
    context.print(counts, () => `would be ${atHome(plan)}; would be sent: ${plan.sent}`)
    context.note('nothing was sent')
    return
  }
  // Before the student computes: nobody should wait for it to hear that the token is missing.
  const client = await connect(context)
  const { labels, results, predictions, ...counts } = await client.predictions.classifyLocalFirst({
    ...options,
    transfer: transfer!,
    shards,
    ...(redact && { redact: text => redacted(text, redact) }),
    signal,
    wait: job => followJob(context, client, job),
    ...(flags.job && { mostSynchronous: 0 }),
    onProgress: told => {
      const step = told.stage === 'student' ? barStep(told.progress) : jobStep(told.event, 'predict')
      if (step) context.progress.update(step)
    },
  })
  context.print({ labels, results, predictions, ...counts }, () =>
    [
      table(
        [
          ['TEXT', ({ at }) => at],
          ['LABEL', ({ label }) => label],
          ['PROBABILITY', ({ scores }) => Math.max(...scores).toFixed(4)],
          ['BY', ({ answeredBy }) => answeredBy],
        ],
        results.map((result, index) => ({ at: index + 1, ...result })),
      ),
      `${atHome(counts)}; sent: ${counts.sent}`,
    ].join('\n'),
  )
}
