/**
 * Flags that say how a data file is read.
 * @module
 */
import type { ReadExamplesOptions } from '@promptpost/engine/data'
import { type Command, Option } from 'commander'
import { stringMap } from './values.js'

export type DataFlags = {
  format?: NonNullable<ReadExamplesOptions['format']>
  textColumn?: string
  labelColumn?: string
  labelMap?: Record<string, string>
  header: boolean
}

/** Format, text column and header. */
export const addTextFlags = (command: Command): Command =>
  command
    .addOption(
      new Option('--format <format>', 'instead of what the extension says').choices([
        'jsonl',
        'csv',
        'tsv',
        'parquet',
        'space',
      ]),
    )
    .option('--text-column <name>', 'column of texts (default: text)')
    .option('--no-header', 'the first line is data; columns are 0, 1, ...')

/** The same with labels. */
export const addLabelFlags = (command: Command): Command =>
  addTextFlags(command)
    .option('--label-column <name>', 'column of labels (default: label)')
    .option('--label-map <json>', 'new names for labels, as {"1": "good"}', stringMap('--label-map'))

/** What the flags mean to the readers. */
export const readOptions = (flags: DataFlags): ReadExamplesOptions => ({
  ...(flags.format === undefined ? {} : { format: flags.format }),
  ...(flags.textColumn === undefined ? {} : { textColumn: flags.textColumn }),
  ...(flags.labelColumn === undefined ? {} : { labelColumn: flags.labelColumn }),
  ...(flags.labelMap === undefined ? {} : { labels: flags.labelMap }),
  header: flags.header,
})
