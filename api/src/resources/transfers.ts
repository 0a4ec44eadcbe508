/**
 * Transfers: a job brings a tenant's prompt from the student to the large model with public text.
 * @module
 */
import { type JobRecord, outputKey, type Settings, type TransferInput } from '@promptpost/base/jobs'
import { answerDryRun } from '../estimate/dry-run.js'
import { transferWork, type Work } from '../estimate/work.js'
import type { RequestContext } from '../http/environment.js'
import { reserve } from '../http/once.js'
import type { Handlers, Input } from '../http/operations.js'
import { notFound, Problem } from '../http/problem.js'
import { sendFile } from '../http/send-file.js'
import type { Schemas } from '../http/validate.js'
import { textsReference } from './datasets.js'
import { deleteThing } from './deletion/handle.js'
import { compact, factsOf, jobOf, shardsOf, startJob } from './job-view.js'
import { modelReference } from './models.js'
import { listPage } from './pages.js'
import { promptFiles } from './prompts.js'
import { find, type Named, type Owned, orLeftOut, save, type TransferRecord } from './records.js'
import { fileReferences, findStudent } from './students.js'

export const transferView = (
  { task: _task, ...record }: TransferRecord,
  job: JobRecord,
): Schemas['Transfer'] =>
  compact({
    ...record,
    status: job.state,
    files: job.files ?? [],
    facts: factsOf(job) as Record<string, unknown>,
  })

/** A transfer with its job. */
export const findTransfer = async (c: RequestContext, id: string, pointer?: string) => {
  const { tenant, record } = await find(c, 'transfers', id, pointer)
  return { tenant, record, job: await jobOf(c, tenant, record.job) }
}

/** What a transfer starts from. */
type Beginning = {
  source: TransferInput['source']
  prompt: TransferInput['prompt']
  /** What the record says of it. */
  told: Pick<TransferRecord, 'prompt' | 'student' | 'task' | 'migrated_from'>
  model: Owned<'models'>
  texts: Owned<'datasets'>
  /** What it names besides model and data set. */
  named: readonly Named[]
  /** Where the request names the model. */
  modelPointer: string
  /** Operations it is taken to need, where they are known. */
  work?: Pick<Work, 'flops' | 'openSteps'>
}

/** Texts that a transfer may take. */
export const findPublicTexts = async (c: RequestContext, id: string): Promise<Owned<'datasets'>> => {
  const texts = await find(c, 'datasets', id, '/dataset')
  if (texts.record.purpose !== 'public')
    throw new Problem(422, 'not-public', 'A transfer takes texts whose purpose is public.', {
      pointer: '/dataset',
    })
  return texts
}

/** Starts the job; for transfers and for migrations alike. */
export const beginTransfer = async (
  c: RequestContext,
  { body, digest }: Pick<Input<'createTransfer' | 'createMigration'>, 'body' | 'digest'>,
  { source, prompt, told, model, texts, named, modelPointer, work }: Beginning,
): Promise<Schemas['Transfer']> => {
  const divided = shardsOf(body.shards, texts.record.count)
  const { id, job, createdAt } = await reserve(
    c,
    { collection: 'transfers', bytes: 0, startsJob: true },
    digest,
  )
  const settings = compact({
    alpha: body.alpha as number | 'auto',
    steps: body.steps as number | 'auto',
    seed: body.seed as number,
    settings: body.settings as Settings,
  })
  const input: TransferInput = {
    model: modelReference(model.record),
    source,
    prompt,
    dataset: textsReference(texts),
    ...settings,
  }
  const made: TransferRecord = {
    id,
    ...told,
    model: model.record.id,
    dataset: body.dataset,
    ...settings,
    job,
    created_at: createdAt,
  }
  const record = await save(c, 'transfers', made, [
    ...named,
    { collection: 'models', tenant: model.tenant, id: made.model, pointer: modelPointer },
    { collection: 'datasets', tenant: texts.tenant, id: made.dataset, pointer: '/dataset' },
  ])
  return transferView(
    record,
    await startJob(c, {
      id: job,
      kind: 'transfer',
      resource: { collection: 'transfers', id },
      input,
      ...divided,
      ...compact({ flops: work?.flops, openSteps: work?.openSteps }),
    }),
  )
}

/** Everything that the body names, and what it makes of it. */
const prepare = async (c: RequestContext, body: Schemas['TransferCreate']) => {
  const prompt = await find(c, 'prompts', body.prompt, '/prompt')
  const student = await findStudent(c, prompt.record.student, '/prompt')
  const model = await find(c, 'models', student.record.model, '/prompt')
  const texts = await findPublicTexts(c, body.dataset)
  shardsOf(body.shards, texts.record.count)
  const work = transferWork(body, {
    model: model.record.config,
    studentLayers: student.record.layers,
    virtualTokens: prompt.record.virtual_tokens,
    texts: texts.record.count,
  })
  const beginning: Beginning = {
    source: { student: { id: student.record.id, files: fileReferences(student.distillation) } },
    prompt: { id: prompt.record.id, files: promptFiles(prompt) },
    told: { prompt: prompt.record.id, student: student.record.id, task: prompt.record.task },
    model,
    texts,
    named: [
      { collection: 'prompts', tenant: prompt.tenant, id: prompt.record.id, pointer: '/prompt' },
      { collection: 'students', tenant: student.tenant, id: student.record.id, pointer: '/prompt' },
    ],
    modelPointer: '/prompt',
    work,
  }
  return { beginning, work }
}

export const transfers = {
  async createTransfer(c, input) {
    const { beginning, work } = await prepare(c, input.body)
    if (input.query?.dry_run) return answerDryRun(c, 'transfer', work)
    const transfer = await beginTransfer(c, input, beginning)
    return { status: 202, body: transfer, headers: { location: `/v1/transfers/${transfer.id}` } }
  },
  async listTransfers(c, { query }) {
    const one = (id: string) =>
      orLeftOut(findTransfer(c, id).then(({ record, job }) => transferView(record, job)))
    return { status: 200, body: await listPage(c, query, 'transfers', one) }
  },
  async getTransfer(c, { path }) {
    const { record, job } = await findTransfer(c, path.id)
    return { status: 200, body: transferView(record, job) }
  },
  deleteTransfer(c, { path }) {
    return deleteThing(c, 'transfers', path.id, async () => {
      const { record, job } = await findTransfer(c, path.id)
      return transferView(record, job)
    })
  },
  async getTransferFile(c, { path }) {
    const { job } = await findTransfer(c, path.id)
    const file = job.files?.find(({ name }) => name === path.name)
    if (!file) throw notFound()
    return sendFile(c, outputKey(job, file.name), file)
  },
} satisfies Partial<Handlers>
