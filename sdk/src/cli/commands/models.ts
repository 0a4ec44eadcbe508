/**
 * `promptpost models`: the provider's large models.
 * @module
 */
import type { Command } from 'commander'
import { action } from '../context.js'
import { addListAndShow, printItem } from '../resource.js'
import { connect } from '../service.js'

export const addModels = (program: Command): void => {
  const group = program.command('models').description('large models the service knows')
  group
    .command('register')
    .description("register a folder of the service's models directory (provider)")
    .argument('<name>', 'name of the folder')
    .action(
      action(async (context, name: string) => {
        const client = await connect(context)
        printItem(context, await client.models.create({ name }, { signal: context.signal }))
      }),
    )
  addListAndShow(group, client => client.models, [
    ['ID', model => model.id],
    ['NAME', model => model.name],
    ['TYPE', model => model.config.model_type],
    ['LAYERS', model => model.config.layers],
    ['WIDTH', model => model.config.hidden_size],
    ['CREATED', model => model.created_at],
  ])
}
