/**
 * `promptpost predict-local`, and what it shares with `evaluate-local` and `effect-check`: a model on this machine, with or
 * without a prompt. No network.
 * @module
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Device } from '@promptpost/engine/runtime'
import { type Command, Option } from 'commander'
import type { ClassifyInput, Predicted } from '../compute.js'
import { action } from '../context.js'
import { addTextFlags, type DataFlags, readOptions } from '../data-flags.js'
import { usageError } from '../failure.js'
import { compute } from '../local-work.js'
import { collect, type GivenTask, readTask, whole } from '../values.js'
import { printPredictions } from './predict.js'

export const deviceOption = (): Option =>
  new Option('--device <name>', 'where to compute').choices(['cpu', 'cuda', 'webgpu', 'auto']).default('cpu')

export type LocalFlags = GivenTask &
  DataFlags & { model: string; prompt?: string; direct?: boolean; maxTokens?: number; device: Device }

export const addLocalFlags = (command: Command): Command =>
  command
    .requiredOption('--model <dir>', 'model or student, a Hugging Face folder')
    .option('--prompt <dir>', 'soft prompt; without it the model is used as it is')
    .option('--direct', 'use the prompt although it was made for another model')
    .option('--template <text>', "text with its cue, as '{text} It was' (default: the prompt's own)")
    .option('--verbalizer <json|file>', 'words of each label')
    .option('--max-tokens <n>', 'longest text, cue included (default: 256)', whole('--max-tokens', 2))
    .addOption(deviceOption())

export const inputOf = async (flags: LocalFlags, source: ClassifyInput['source']): Promise<ClassifyInput> => {
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

/** Whether the prompt was tuned under differential privacy, of which figures on private texts are no part. */
export const hasPrivacyReport = async (prompt: string | undefined): Promise<boolean> =>
  prompt !== undefined &&
  (await stat(join(prompt, 'privacy-report.json')).catch(() => undefined)) !== undefined

export const addPredictLocal = (program: Command): void => {
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
}
