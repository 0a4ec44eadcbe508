/**
 * `promptpost init`: writes `promptpost.json`, the settings of a project. No network.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { link, rm, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { PromptPostError, writeFileAtomic } from '@promptpost/base'
import type { Command } from 'commander'
import { isTerminal, openAsker } from '../ask.js'
import { action, type Context } from '../context.js'
import { addLabelFlags } from '../data-flags.js'
import { CliError, EXIT, usageError } from '../failure.js'
import { type Findings, gatherProject, type InitFlags } from '../project/gather.js'
import { checkSettings, type ProjectFile } from '../settings/check-settings.js'
import { PROJECT_FILE } from '../settings/files.js'
import { counts } from '../text.js'
import { addBudgetFlag, addUnitFlags } from '../unit-flags.js'
import { decimal } from '../values.js'

const taken = (file: string, cause?: unknown): CliError =>
  new CliError(
    EXIT.usage,
    'conflict',
    `${file}: exists already`,
    'Edit it, write over it with --force, or name another with --project FILE.',
    { cause },
  )

/** Whole or not at all, and never over a file that appeared meanwhile. */
const write = async (file: string, text: string, isForced: boolean): Promise<void> => {
  if (isForced) return writeFileAtomic(file, text)
  const temporary = `.${file}.${randomUUID()}`
  try {
    await writeFileAtomic(temporary, text)
    await link(temporary, file)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST') throw taken(file, cause)
    throw new PromptPostError('invalid-argument', `cannot be written (${code})`, { field: file, cause })
  } finally {
    await rm(temporary, { force: true })
  }
}

const serviceOf = ({ globals }: Context): Pick<ProjectFile, 'url' | 'tokenFile'> => {
  const { url, tokenFile } = globals
  if (tokenFile === '-')
    throw usageError('--token-file: a project names a file, not stdin', 'Name the file that holds the token.')
  return { ...(url === undefined ? {} : { url }), ...(tokenFile === undefined ? {} : { tokenFile }) }
}

const summary = (file: string, data: string, { rows, columns, labels }: Findings): string =>
  [
    `${data}: ${rows} rows, columns ${columns.slice(0, 20).join(', ')}`,
    `labels: ${counts(labels)}`,
    `The project is in ${file}`,
  ].join('\n')

const init = async (context: Context, flags: InitFlags): Promise<void> => {
  const given = context.globals.project ?? process.env.PROMPTPOST_PROJECT ?? PROJECT_FILE
  if (dirname(resolve(given)) !== process.cwd())
    throw usageError(
      '--project: init writes into the current folder',
      'Go to the folder of the project first.',
    )
  const file = basename(given)
  // Before any question is asked.
  if (!flags.force && !flags.dryRun && (await stat(file).catch(() => undefined))) throw taken(file)
  const asker = isTerminal() ? openAsker(context.signal) : undefined
  const { project, findings } = await gatherProject(flags, asker, serviceOf(context)).finally(() =>
    asker?.close(),
  )
  const text = `${JSON.stringify(project, null, 2)}\n`
  checkSettings('ProjectFile', text, file)
  if (!flags.dryRun) await write(file, text, flags.force ?? false)
  context.print({ file, written: !flags.dryRun, project, data: findings }, () =>
    flags.dryRun ? text.trimEnd() : summary(file, project.data?.file ?? '', findings),
  )
  context.note('what was found in the data was shown here and sent nowhere')
  context.note(
    flags.dryRun ? `nothing was written to ${file}` : 'see what it will do: promptpost run --dry-run',
  )
}

export const addInit = (program: Command): void => {
  addBudgetFlag(addUnitFlags(addLabelFlags(program.command('init'))))
    .description('write promptpost.json, from which `promptpost run` makes a prompt; asks on a terminal')
    .option('--data <file>', 'private, labelled texts: JSONL, CSV, TSV or Parquet')
    .option('--student <id>', 'the student to tune on')
    .option('--model <id|name>', 'instead: the large model, whose newest student is taken')
    .option('--dataset <id|name>', 'public texts for the transfer (default: the only ones there are)')
    .option('--public-texts <file>', 'instead: a local file of public texts, which run uploads')
    .option('--template <text>', "text with its cue, as '{text} It was'")
    .option('--verbalizer <json|file>', 'words of each label')
    .option('--epsilon <x>', 'what the run may spend; asks for differential privacy', decimal('--epsilon', 0))
    .option('--delta <x>', 'default: below 1/(N ln N)', decimal('--delta', 0))
    .option('--no-privacy', 'without differential privacy: the prompt may reveal some of its data')
    .option('--out <dir>', 'folder for the prompt', 'prompt')
    .option('--force', 'write over a file that is there')
    .option('--dry-run', 'show the file, write nothing')
    .action(action(init))
}
