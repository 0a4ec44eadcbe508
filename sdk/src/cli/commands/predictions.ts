/**
 * `promptpost predictions`: what `promptpost predict` left on the service.
 * @module
 */
import type { Command } from 'commander'
import { addDelete, addListAndShow } from '../resource.js'

export const addPredictions = (program: Command): void => {
  const group = program.command('predictions').description('labels that the service still has')
  addListAndShow(group, client => client.predictions, [
    ['ID', prediction => prediction.id],
    ['WITH', ({ transfer, prompt, model }) => transfer ?? prompt ?? model],
    ['TEXTS', prediction => prediction.count],
    ['STATUS', prediction => prediction.status],
    ['CREATED', prediction => prediction.created_at],
  ])
  addDelete(group, client => client.predictions, 'delete it, its texts, its results and its job')
}
