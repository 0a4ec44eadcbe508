/**
 * `promptpost models`: the provider's large models.
 * @module
 */
import type { Command } from 'commander'
import type { Schemas } from '../../client/index.js'
import { action } from '../context.js'
import { usageError } from '../failure.js'
import { addDelete, addListAndShow, printItem } from '../resource.js'
import { connect } from '../service.js'
import { readUserFileText } from '../user-file.js'

type Templates = Schemas['ModelTemplates']

const TEMPLATES =
  '[{ "name": "topic", "template": "{text} It is a", "verbalizer": { "film": ["film"], ... } }]'

/** The service checks what is in it. */
const readTemplates = async (file: string): Promise<Templates> => {
  try {
    const value: unknown = JSON.parse(await readUserFileText(file))
    if (Array.isArray(value)) return value as Templates
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw usageError(`--templates: ${file} is not a JSON array`, `Write it as ${TEMPLATES}`)
}

export const addModels = (program: Command): void => {
  const group = program.command('models').description('large models the service knows')
  group
    .command('register')
    .description("register a folder of the service's models directory, or what is new in it (provider)")
    .argument('<name>', 'name of the folder')
    .option('--templates <file>', 'JSON with templates and words that work on it, for clients')
    .action(
      action(async (context, name: string, flags: { templates?: string }) => {
        const templates =
          flags.templates === undefined ? {} : { templates: await readTemplates(flags.templates) }
        const client = await connect(context)
        printItem(context, await client.models.create({ name, ...templates }, { signal: context.signal }))
      }),
    )
  group
    .command('update')
    .description('replace the templates that are offered with a model (provider)')
    .argument('<id>')
    .requiredOption('--templates <file>', 'JSON with templates and words that work on it')
    .action(
      action(async (context, id: string, flags: { templates: string }) => {
        const templates = await readTemplates(flags.templates)
        const client = await connect(context)
        printItem(context, await client.models.update(id, { templates }, { signal: context.signal }))
      }),
    )
  addListAndShow(group, client => client.models, [
    ['ID', model => model.id],
    ['NAME', model => model.name],
    ['REVISION', model => model.revision],
    ['TYPE', model => model.config.model_type],
    ['LAYERS', model => model.config.layers],
    ['WIDTH', model => model.config.hidden_size],
    ['CREATED', model => model.created_at],
  ])
  addDelete(group, client => client.models, 'delete its registration; refused while something names it')
}
