/**
 * `promptpost predict-local` and `evaluate-local`: a model on this machine, with or without a prompt. No network.
 * @module
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Accuracy } from '@promptpost/engine/post'
import type { Device } from '@promptpost/engine/runtime'
import { type Command, Option } from 'commander'
import type { ClassifyInput, Predicted } from '../compute.js'
import { action, type Context } from '../context.js'
import { addLabelFlags, addTextFlags, type DataFlags, readOptions } from '../data-flags.js'
import { usageError } from '../failure.js'
import { compute } from '../local-work.js'
import { collect, type GivenTask, readTask, whole } from '../values.js'
import { printPredictions } from './predict.js'

export const deviceOption = (): Option =>
  new Option('--device <name>', 'where to compute').choices(['cpu', 'cuda', 'webgpu', 'auto']).default('cpu')

type LocalFlags = GivenTask &
  DataFlags & { model: string; prompt?: string; direct?: boolean; maxTokens?: number; device: Device }

const addLocalFlags = (command: Command): Command =>
  command
    .requiredOption('--model <dir>', 'model or student, a Hugging Face folder')
    .option('--prompt <dir>', 'soft prompt; without it the model is used as it is')
    .option('--direct', 'use the prompt although it was made for another model')
    .option('--template <text>', "text with its cue, as '{text} It was' (default: the prompt's own)")
    .option('--verbalizer <json|file>', 'words of each label')
    .option('--max-tokens <n>', 'longest text, cue included (default: 256)', whole('--max-tokens', 2))
    .addOption(deviceOption())

const inputOf = async (flags: LocalFlags, source: ClassifyInput['source']): Promise<ClassifyInput> => {
  const task = await readTask(flags)
  if (!task && flags.prompt === undefined)
    throw usageError('without --prompt, --template and --verbalizer are needed')
  return {
    model: flags.model,
    isDirect: flags.direct ?? false,
    source,
    device: flags.device,
    ...(flags.prompt === undefined ? {} : { prompt: flags.prompt }),
    ...(task && { task }),
    ...(flags.maxTokens === undefined ? {} : { maxTokens: flags.maxTokens }),
  }
}

/** The texts given by --text, or the file to read them from: one of the two. */
export const sourceOf = (flags: DataFlags & { text?: string[]; file?: string }): ClassifyInput['source'] => {
  if ((flags.text === undefined) === (flags.file === undefined))
    throw usageError('give either --text or --file', 'Repeat --text for several texts.')
  if (flags.text !== undefined) return { texts: flags.text }
  return { file: flags.file as string, read: { ...readOptions(flags), labelColumn: false } }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

const warnOfPrivacy = async (context: Context, prompt: string | undefined): Promise<void> => {
  if (prompt === undefined || !(await stat(join(prompt, 'privacy-report.json')).catch(() => undefined)))
    return
  context.note(
    'an accuracy measured on private data is not covered by the prompt’s epsilon: do not publish it',
  )
}

export const addLocalCommands = (program: Command): void => {
  addTextFlags(addLocalFlags(program.command('predict-local')))
    .description('classify texts on this machine')
    .option('--text <text>', 'a text; may be repeated', collect)
    .option('--file <file>', 'texts: JSONL, CSV, TSV or Parquet')
    .action(
      action(async (context, flags: LocalFlags & { text?: string[]; file?: string }) => {
        const input = await inputOf(flags, sourceOf(flags))
        printPredictions(context, await compute<Predicted>(context, { work: 'predict', ...input }))
      }),
    )
  addLabelFlags(addLocalFlags(program.command('evaluate-local')))
    .description('accuracy on labelled texts, on this machine')
    .requiredOption('--data <file>', 'labelled texts: JSONL, CSV, TSV or Parquet')
    .action(
      action(async (context, flags: LocalFlags & { data: string }) => {
        const input = await inputOf(flags, { file: flags.data, read: readOptions(flags) })
        const result = await compute<Accuracy>(context, { work: 'evaluate', ...input })
        context.print(result, () => {
          const [low, high] = result.interval
          const counts = Object.entries(result.predicted).map(([label, count]) => `${label} ${count}`)
          return [
            `accuracy   ${percent(result.accuracy)} (95 %: ${percent(low)} to ${percent(high)}) of ${result.examples} texts`,
            `predicted  ${counts.join(', ')}`,
          ].join('\n')
        })
        await warnOfPrivacy(context, flags.prompt)
      }),
    )
}
