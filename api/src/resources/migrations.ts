/**
 * Migrations: a transferred prompt brought on to another model of the provider. What they make are transfers.
 * @module
 */
import { MODEL_KINDS } from '@promptpost/base'
import type { RequestContext } from '../http/environment.js'
import type { Handlers, Input } from '../http/operations.js'
import { Problem } from '../http/problem.js'
import type { Schemas } from '../http/validate.js'
import { modelReference } from './models.js'
import { find, type ModelRecord } from './records.js'
import { fileReferences } from './students.js'
import { beginTransfer, findPublicTexts, findTransfer } from './transfers.js'

const tokenizerOf = ({ files }: ModelRecord): string | undefined =>
  files.find(({ name }) => name === 'tokenizer.json')?.sha256

/**
 * What a prompt and its task need in order to go from one model to another, as far as their records tell; the job looks again.
 *
 * @throws Problem 422 that names what differs
 */
const requireKindred = (from: ModelRecord, to: ModelRecord): void => {
  const refuse = (detail: string): never => {
    throw new Problem(422, 'wrong-model', detail, { pointer: '/model' })
  }
  if (from.id === to.id) refuse('The prompt has been transferred to this model already.')
  const compared: [string, unknown, unknown][] = [
    ['hidden_size', from.config.hidden_size, to.config.hidden_size],
    ['vocabulary_size', from.config.vocabulary_size, to.config.vocabulary_size],
    ['kind', MODEL_KINDS[from.config.model_type ?? ''], MODEL_KINDS[to.config.model_type ?? '']],
  ]
  for (const [name, ours, theirs] of compared)
    if (ours !== theirs)
      refuse(`Its ${name} is ${theirs ?? 'unknown'}, that of ${from.name} ${ours ?? 'unknown'}.`)
  if (tokenizerOf(from) !== tokenizerOf(to)) refuse(`Its tokenizer.json is not that of ${from.name}.`)
}

const create = async (c: RequestContext, input: Input<'createMigration'>): Promise<Schemas['Transfer']> => {
  const { transfer, model: wanted } = input.body
  const { tenant, record, job } = await findTransfer(c, transfer, '/transfer')
  if (job.state !== 'succeeded')
    throw new Problem(409, 'not-ready', `The transfer is ${job.state}.`, { pointer: '/transfer' })
  const from = await find(c, 'models', record.model, '/transfer')
  const to = await find(c, 'models', wanted, '/model')
  requireKindred(from.record, to.record)
  const { prompt, student, task } = record
  return beginTransfer(c, input, {
    source: { model: modelReference(from.record) },
    prompt: { id: record.id, files: fileReferences(job) },
    told: { prompt, student, task, migrated_from: record.id },
    model: to,
    texts: await findPublicTexts(c, input.body.dataset),
    named: [{ collection: 'transfers', tenant, id: record.id, pointer: '/transfer' }],
    modelPointer: '/model',
  })
}

export const migrations = {
  async createMigration(c, input) {
    const transfer = await create(c, input)
    return { status: 202, body: transfer, headers: { location: `/v1/transfers/${transfer.id}` } }
  },
} satisfies Partial<Handlers>
