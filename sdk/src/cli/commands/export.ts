/**
 * `promptpost prompts export`: a local prompt in the format of another tool. No network, no ONNX Runtime.
 * @module
 */
import { type Command, Option } from 'commander'
import { EXPORT_FORMATS, type ExportPromptOptions, exportPrompt } from '../../export/index.js'
import { action, type Context } from '../context.js'
import { bytes } from '../text.js'
import { whole } from '../values.js'
import { hasPrivacyReport } from './local.js'

type Flags = Omit<ExportPromptOptions, 'folder' | 'vocabularySize'> & { vocabSize?: number }

const exportTo = async (context: Context, folder: string, { vocabSize, ...flags }: Flags): Promise<void> => {
  const options = { folder, ...flags, ...(vocabSize === undefined ? {} : { vocabularySize: vocabSize }) }
  const exported = await exportPrompt(options)
  context.print(exported, () =>
    [
      `The prompt is in ${exported.out}, for ${exported.to} (${exported.virtualTokens} virtual tokens of width ${exported.width})`,
      ...exported.files.map(({ name, size, sha256 }) => `  ${name}  ${bytes(size)}  ${sha256}`),
    ].join('\n'),
  )
  if (flags.to === 'vllm') context.note('the server must be started with --enable-prompt-embeds')
  if (!exported.privacyReport && (await hasPrivacyReport(folder)))
    context.note(`its privacy report stays in ${folder}: a single file has no place for it`)
}

export const addExport = (group: Command): void => {
  group
    .command('export')
    .description('write a local prompt as another tool reads it; docs/export.md says what each needs')
    .argument('<folder>', 'folder that `promptpost tune` or a download wrote')
    .addOption(new Option('--to <format>', 'the tool').choices(EXPORT_FORMATS).makeOptionMandatory())
    .requiredOption('--out <path>', 'new folder; with npy a new file')
    .option('--base-model <name>', 'peft, vllm: the model it works on, as that tool names it')
    .addOption(
      new Option('--dtype <type>', 'vllm: elements of the tensor (default: float32)').choices([
        'float32',
        'float16',
      ]),
    )
    .option(
      '--vocab-size <n>',
      "trtllm: the engine's vocab_size, to write the virtual ids out",
      whole('--vocab-size', 1),
    )
    .action(action(exportTo))
}
