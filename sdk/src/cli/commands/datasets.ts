/**
 * `promptpost datasets`: public texts for distillation and transfer. They go to the service; private data never does.
 * @module
 */
import { readTexts } from '@promptpost/engine/data'
import { type Command, Option } from 'commander'
import type { Schemas } from '../../client/index.js'
import { action } from '../context.js'
import { addTextFlags, type DataFlags, readOptions } from '../data-flags.js'
import { addDelete, addListAndShow, printItem } from '../resource.js'
import { connect } from '../service.js'

type Flags = DataFlags & { name: string; purpose: Schemas['Purpose'] }

export const addDatasets = (program: Command): void => {
  const group = program.command('datasets').description('public texts the service may use')
  addTextFlags(group.command('create'))
    .description('send public, unlabelled texts; only the texts are sent, without their labels')
    .argument('<file>', 'a .txt, JSONL, CSV, TSV or Parquet file, or a folder of them')
    .requiredOption('--name <name>', 'what to call it')
    .addOption(
      new Option('--purpose <purpose>', 'what for').choices(['public', 'distillation']).makeOptionMandatory(),
    )
    .action(
      action(async (context, file: string, flags: Flags) => {
        const { name, purpose } = flags
        const texts = await readTexts(file, readOptions(flags))
        const client = await connect(context)
        printItem(context, await client.datasets.create({ name, purpose, texts }, { signal: context.signal }))
      }),
    )
  addListAndShow(group, client => client.datasets, [
    ['ID', dataset => dataset.id],
    ['NAME', dataset => dataset.name],
    ['PURPOSE', dataset => dataset.purpose],
    ['TEXTS', dataset => dataset.count],
    ['CREATED', dataset => dataset.created_at],
  ])
  addDelete(
    group,
    client => client.datasets,
    'delete it and its texts; refused while a student or transfer names it',
  )
}
