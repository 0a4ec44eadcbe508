/**
 * `promptpost prompts`: soft prompts, the only thing of private origin that ever leaves the machine.
 * @module
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { action } from '../context.js'
import { downloadTo, printDownload } from '../download.js'
import { addDelete, addListAndShow, printItem } from '../resource.js'
import { connect } from '../service.js'
import { printExplanation } from './explain-upload.js'
import { addExport } from './export.js'

const addUpload = (group: Command): void => {
  group
    .command('upload')
    .description('send a tuned prompt; `promptpost explain-upload` shows first what would be sent')
    .argument('<dir>', 'folder that `promptpost tune` wrote')
    .requiredOption('--student <id>', 'the student it was tuned on')
    .option('--explain-upload', 'upload nothing; the same as `promptpost explain-upload`')
    .action(
      action(async (context, directory: string, flags: { student: string; explainUpload?: boolean }) => {
        const { student } = flags
        if (flags.explainUpload) return printExplanation(context, directory, { student })
        // Here first, where the message can name the file.
        const { readSoftPrompt } = await import('@promptpost/engine/post')
        await readSoftPrompt(directory)
        const client = await connect(context)
        const hasReport = await stat(join(directory, 'privacy-report.json')).catch(() => undefined)
        if (!hasReport)
          context.note('this prompt was tuned without differential privacy: it may reveal some of its data')
        const prompt = await client.prompts.upload(directory, { student, signal: context.signal })
        printItem(context, prompt)
        context.note(
          `transfer it with: promptpost transfers create --prompt ${prompt.id} --dataset ID --wait`,
        )
      }),
    )
}

export const addPrompts = (program: Command): void => {
  const group = program
    .command('prompts')
    .description('soft prompts: those you uploaded, and local ones for export')
  addUpload(group)
  addListAndShow(group, client => client.prompts, [
    ['ID', prompt => prompt.id],
    ['STUDENT', prompt => prompt.student],
    ['TOKENS', prompt => prompt.virtual_tokens],
    ['PRIVATE', prompt => (prompt.privacy_report ? 'yes' : 'no')],
    ['CREATED', prompt => prompt.created_at],
  ])
  group
    .command('download')
    .description('bring a prompt back, checked file by file')
    .argument('<id>')
    .argument('<dir>')
    .action(
      action(async (context, id: string, directory: string) => {
        const client = await connect(context)
        const prompt = await downloadTo(context, options => client.prompts.download(id, directory, options), [
          'prompts',
          'download',
          id,
          directory,
        ])
        printDownload(context, directory, prompt)
      }),
    )
  addExport(group)
  addDelete(
    group,
    client => client.prompts,
    'delete it with all that was made of it: transfers, predictions, their jobs and files',
  )
}
