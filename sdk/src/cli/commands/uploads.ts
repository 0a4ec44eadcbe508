/**
 * `promptpost uploads`: data sets that are on their way to the service in parts.
 * @module
 */
import type { Command } from 'commander'
import { addDelete, addListAndShow } from '../resource.js'
import { bytes } from '../text.js'

export const addUploads = (program: Command): void => {
  const group = program.command('uploads').description('data sets that are being sent in parts')
  addListAndShow(group, client => client.uploads, [
    ['ID', ({ id }) => id],
    ['NAME', ({ name }) => name],
    ['STATUS', ({ status }) => status],
    ['PARTS', ({ parts_received, part_count }) => `${parts_received} of ${part_count}`],
    ['SIZE', upload => bytes(upload.bytes)],
    ['EXPIRES', ({ expires_at }) => expires_at],
  ])
  addDelete(group, client => client.uploads, 'give one up, with its parts; a data set that it made stays')
}
