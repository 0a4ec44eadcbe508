/**
 * `promptpost predict`: labels from the large model. The texts go to the service.
 * @module
 */
import { readExamples } from '@promptpost/engine/data'
import type { Command } from 'commander'
import { JOB_TEXTS } from '../../client/resources/predictions.js'
import { redactAll } from '../../local-first/redact.js'
import type { Predicted } from '../compute.js'
import { action, type Context } from '../context.js'
import { addTextFlags, type DataFlags } from '../data-flags.js'
import { ESTIMATE, printEstimate } from '../estimate.js'
import { usageError } from '../failure.js'
import { followJob } from '../follow-job.js'
import { addLocalFirstFlags, isLocalFirst, type LocalFirstFlags, predictLocalFirst } from '../local-first.js'
import { connect } from '../service.js'
import { table } from '../text.js'
import { collect, type GivenTask, type Redaction, readTask, redacted, redaction, whole } from '../values.js'
import { sourceOf } from './local.js'

type Flags = GivenTask &
  DataFlags &
  LocalFirstFlags & {
    transfer?: string
    prompt?: string
    model?: string
    redact?: Redaction[]
    text?: string[]
    file?: string
    maxTokens?: number
    shards?: number
    job?: boolean
    estimate?: boolean
  }

type Source = { transfer: string } | { prompt: string } | { model: string }

/** Labels with their probabilities; a text is named by its number, never shown. */
export const printPredictions = (context: Context, predicted: Predicted & { predictions?: string[] }): void =>
  context.print(predicted, () =>
    table(
      [
        ['TEXT', ({ at }) => at],
        ['LABEL', ({ label }) => label],
        ['PROBABILITY', ({ scores }) => Math.max(...scores).toFixed(4)],
      ],
      predicted.results.map((result, index) => ({ at: index + 1, ...result })),
    ),
  )

const chosen = ({ transfer, prompt, model }: Flags): Source => {
  const given = Object.entries({ transfer, prompt, model }).filter(([, id]) => id !== undefined)
  if (given.length !== 1)
    throw usageError(
      'give exactly one of --transfer, --prompt and --model',
      'See what there is with: promptpost transfers list',
    )
  return Object.fromEntries(given) as Source
}

export const addPredict = (program: Command): void => {
  addLocalFirstFlags(addTextFlags(program.command('predict')))
    .description('classify texts with the large model; the texts go to the service')
    .option('--transfer <id>', 'with a transferred prompt')
    .option('--prompt <id>', "with a student's prompt as it is")
    .option('--model <id>', 'without a prompt; needs --template and --verbalizer')
    .option('--template <text>', "text with its cue, as '{text} It was' (default: the prompt's own)")
    .option('--verbalizer <json|file>', 'words of each label')
    .option('--max-tokens <n>', 'longest text, cue included', whole('--max-tokens', 2))
    .option('--shards <n>', 'divide a job among so many workers, at most 64', whole('--shards', 1, 64))
    .option('--job', 'as a job, whose results can be read again (many texts always are)')
    .option(...ESTIMATE)
    .option(
      '--redact <pattern=replacement>',
      'replace what a regular expression finds in the texts before they are sent; may be repeated',
      redaction('--redact'),
    )
    .option('--text <text>', 'a text; may be repeated', collect)
    .option('--file <file>', 'texts: JSONL, CSV, TSV or Parquet')
    .action(
      action(async (context, flags: Flags) => {
        const isAtHomeFirst = isLocalFirst(flags)
        const source = chosen(flags)
        const task = await readTask(flags)
        if ('model' in source && !task)
          throw usageError('with --model, --template and --verbalizer are needed')
        const given = sourceOf(flags)
        const texts =
          'texts' in given
            ? given.texts
            : (await readExamples(given.file, given.read)).map(({ text }) => text)
        if (isAtHomeFirst) return predictLocalFirst(context, flags, texts)
        const client = await connect(context)
        const body = {
          ...source,
          ...(task && { task }),
          ...(flags.maxTokens === undefined ? {} : { max_tokens: flags.maxTokens }),
          ...(flags.shards === undefined ? {} : { shards: flags.shards }),
          texts: redactAll(texts, flags.redact && (text => redacted(text, flags.redact!))),
        }
        if (flags.estimate) {
          if (texts.length > JOB_TEXTS)
            context.note(`this is for the first ${JOB_TEXTS} of ${texts.length} texts, which are one job`)
          const first = { ...body, texts: body.texts.slice(0, JOB_TEXTS) }
          return printEstimate(context, await client.predictions.estimate(first, { signal: context.signal }))
        }
        const { labels, results, predictions } = await client.predictions.classify(body, {
          signal: context.signal,
          wait: job => followJob(context, client, job),
          ...(flags.job && { mostSynchronous: 0 }),
        })
        printPredictions(context, { labels, results, predictions })
      }),
    )
}
