/**
 * `promptpost datasets`: public texts for distillation and transfer. They go to the service; private data never does.
 * @module
 */
import { type Command, Option } from 'commander'
import type { Schemas } from '../../client/index.js'
import { action, type Context } from '../context.js'
import { addTextFlags, type DataFlags } from '../data-flags.js'
import { EXIT } from '../failure.js'
import { addDelete, addListAndShow, printItem } from '../resource.js'
import { connect } from '../service.js'
import { fields, plain } from '../text.js'
import { type FoundTexts, findTexts, namingText, textPlace } from '../text-files.js'
import { createDataset } from '../upload.js'
import { whole } from '../values.js'

type Flags = DataFlags & { name: string; purpose: Schemas['Purpose']; validateOnly?: boolean }

/** What would come of it; a problem makes the command fail. */
const printValidation = (
  context: Context,
  validation: Schemas['DatasetValidation'],
  files: FoundTexts['files'],
): void => {
  const place = (line: number | undefined): string => {
    const found = line === undefined ? undefined : textPlace(files, line)
    return found === undefined ? '' : ` (${found})`
  }
  context.print(validation, () =>
    [
      fields({ ...validation, problems: undefined }),
      ...validation.problems.map(({ detail, line }) => plain(`${detail}${place(line)}`)),
    ].join('\n'),
  )
  if (validation.valid) return
  context.note('the service would refuse it')
  process.exitCode = EXIT.failure
}

/** Flags of how the file is read, as they were given. */
const asGiven = ({ format, textColumn, header }: Flags): string[] => [
  ...(format === undefined ? [] : ['--format', format]),
  ...(textColumn === undefined ? [] : ['--text-column', textColumn]),
  ...(header ? [] : ['--no-header']),
]

const addTexts = (group: Command): void => {
  group
    .command('texts')
    .description('show texts of a data set, a page at a time')
    .argument('<id>')
    .option('--limit <n>', 'most to show, up to 100 (default: 20)', whole('--limit', 1, 100))
    .option('--cursor <cursor>', 'the next_cursor of the page before')
    .action(
      action(async (context, id: string, options: { limit?: number; cursor?: string }) => {
        const client = await connect(context)
        const { data, next_cursor } = await client.datasets
          .texts(id, { ...options, signal: context.signal })
          .page()
        context.print({ data, next_cursor }, () => data.map(({ text }) => plain(text)).join('\n'))
        if (next_cursor !== null)
          context.note(`more with: promptpost datasets texts ${id} --cursor ${next_cursor}`)
      }),
    )
}

export const addDatasets = (program: Command): void => {
  const group = program.command('datasets').description('public texts the service may use')
  addTextFlags(group.command('create'))
    .description(
      'send public, unlabelled texts; only the texts are sent, without their labels; large ones in parts, of which the same command sends those that are missing',
    )
    .argument(
      '<file>',
      'a .txt, JSONL, CSV, TSV or Parquet file, or a folder: all such files in it are sent, but for README, LICENCE, NOTICE, COPYING and SOURCE, none of its subfolders, and each is named on stderr',
    )
    .requiredOption('--name <name>', 'what to call it')
    .addOption(
      new Option('--purpose <purpose>', 'what for').choices(['public', 'distillation']).makeOptionMandatory(),
    )
    .option(
      '--validate-only',
      'have the service look at the texts and keep nothing; exit code 1 if it would refuse them',
    )
    .action(
      action(async (context, file: string, flags: Flags) => {
        const { name, purpose } = flags
        const again = [
          ...['datasets', 'create', file, '--name', name, '--purpose', purpose],
          ...asGiven(flags),
        ]
        const { texts, files } = await findTexts(context, file, flags)
        const client = await connect(context)
        const dataset = { name, purpose, texts }
        if (flags.validateOnly) {
          const validation = await client.datasets.validate(dataset, { signal: context.signal })
          return printValidation(context, validation, files)
        }
        const made = createDataset(context, client, dataset, again)
        printItem(
          context,
          await made.catch(error => {
            throw namingText(error, files)
          }),
        )
      }),
    )
  addListAndShow(group, client => client.datasets, [
    ['ID', dataset => dataset.id],
    ['NAME', dataset => dataset.name],
    ['PURPOSE', dataset => dataset.purpose],
    ['TEXTS', dataset => dataset.count],
    ['CREATED', dataset => dataset.created_at],
  ])
  addTexts(group)
  addDelete(
    group,
    client => client.datasets,
    'delete it and its texts; refused while a student or transfer names it',
  )
}
