/**
 * Predictions: texts classified with the large model and a transferred prompt, a student's prompt, or none; by a job, or by
 * the predictor while the caller waits.
 * @module
 */
import {
  type FileReference,
  type JobRecord,
  outputKey,
  PREDICTIONS_FILE,
  type PredictInput,
  SYNCHRONOUS_TEXTS,
  type Task,
  TEXTS_FILE,
} from '@promptpost/base/jobs'
import { readJson } from '@promptpost/base/store'
import { answerDryRun } from '../estimate/dry-run.js'
import { predictWork } from '../estimate/work.js'
import type { RequestContext } from '../http/environment.js'
import { reserve } from '../http/once.js'
import type { Handlers, Input } from '../http/operations.js'
import { notFound, Problem } from '../http/problem.js'
import { isTooLarge, sendFile } from '../http/send-file.js'
import type { Schemas } from '../http/validate.js'
import { problemOf } from '../predictor/outcome-problem.js'
import { deleteThing } from './deletion/handle.js'
import { compact, jobOf, shardsOf, startJob } from './job-view.js'
import { modelReference } from './models.js'
import { listPage } from './pages.js'
import { promptFiles } from './prompts.js'
import { find, type ModelRecord, type Named, orLeftOut, type PredictionRecord, save } from './records.js'
import { fileReferences, findStudent } from './students.js'
import { findTransfer } from './transfers.js'

type Body = Schemas['PredictionCreate']
type Source = {
  model: ModelRecord
  named: Named[]
  prompt?: { id: string; files: FileReference[]; isDirect: boolean }
  task?: Schemas['Task']
  virtualTokens: number
}

/** Virtual tokens of a transferred prompt: those of the one it came from or, if that was deleted, as its file's size bounds them. */
const tokensOf = async (
  c: RequestContext,
  prompt: string,
  files: readonly { name: string; size: number }[],
  { config }: ModelRecord,
): Promise<number> => {
  const found = await orLeftOut(find(c, 'prompts', prompt))
  if (found) return found.record.virtual_tokens
  const size = files.find(({ name }) => name === 'adapter_model.safetensors')?.size ?? 0
  return config.hidden_size ? Math.ceil(size / (4 * config.hidden_size)) : 0
}

/** The model, and the prompt in front of it, that the body names. */
const findSource = async (c: RequestContext, body: Body): Promise<Source> => {
  if (body.transfer !== undefined) {
    const { tenant, record, job } = await findTransfer(c, body.transfer, '/transfer')
    if (job.state !== 'succeeded')
      throw new Problem(409, 'not-ready', `The transfer is ${job.state}.`, { pointer: '/transfer' })
    const model = await find(c, 'models', record.model, '/transfer')
    return {
      model: model.record,
      named: [
        { collection: 'transfers', tenant, id: record.id, pointer: '/transfer' },
        { collection: 'models', tenant: model.tenant, id: model.record.id, pointer: '/transfer' },
      ],
      prompt: { id: record.id, files: fileReferences(job), isDirect: false },
      task: record.task,
      virtualTokens: await tokensOf(c, record.prompt, job.files ?? [], model.record),
    }
  }
  if (body.prompt !== undefined) {
    const prompt = await find(c, 'prompts', body.prompt, '/prompt')
    const student = await findStudent(c, prompt.record.student, '/prompt')
    const model = await find(c, 'models', student.record.model, '/prompt')
    return {
      model: model.record,
      named: [
        { collection: 'prompts', tenant: prompt.tenant, id: prompt.record.id, pointer: '/prompt' },
        { collection: 'models', tenant: model.tenant, id: model.record.id, pointer: '/prompt' },
      ],
      prompt: { id: prompt.record.id, files: promptFiles(prompt), isDirect: true },
      task: prompt.record.task,
      virtualTokens: prompt.record.virtual_tokens,
    }
  }
  const { tenant, record } = await find(c, 'models', body.model as string, '/model')
  const named: Named[] = [{ collection: 'models', tenant, id: record.id, pointer: '/model' }]
  return { model: record, named, virtualTokens: 0 }
}

/** The task: the body's own, or the source's. The contract has one where the source brings none. */
const taskOf = (body: Body, source: Source): Task => {
  const { template, verbalizer, scoring } = (body.task ?? source.task) as Schemas['Task']
  return { template, verbalizer, ...(scoring ? { scoring } : {}) }
}

const inputOf = (body: Body, source: Source): PredictInput => ({
  model: modelReference(source.model),
  ...(source.prompt ? { prompt: source.prompt } : {}),
  task: taskOf(body, source),
  ...(body.max_tokens === undefined ? {} : { maxTokens: body.max_tokens }),
})

/** Everything that the body names, and what it makes of it. */
const prepare = async (c: RequestContext, body: Body) => {
  const source = await findSource(c, body)
  const { model, virtualTokens } = source
  const work = predictWork(body, { model: model.config, virtualTokens, task: taskOf(body, source) })
  return { source, work, divided: shardsOf(body.shards, body.texts.length) }
}

const create = async (
  c: RequestContext,
  { body, digest }: Input<'createPrediction'>,
  { source, work, divided }: Awaited<ReturnType<typeof prepare>>,
): Promise<Schemas['Prediction']> => {
  const input = inputOf(body, source)
  const lines = body.texts.map(text => `${JSON.stringify(text)}\n`).join('')
  const { id, job, createdAt } = await reserve(
    c,
    { collection: 'predictions', bytes: Buffer.byteLength(lines), startsJob: true },
    digest,
  )
  const { transfer, prompt, texts } = body
  const record = await save(
    c,
    'predictions',
    compact({
      id,
      transfer: transfer as string,
      prompt: prompt as string,
      model: source.model.id,
      labels: Object.keys(input.task.verbalizer),
      count: texts.length,
      job,
      created_at: createdAt,
    }),
    source.named,
  )
  const made = {
    id: job,
    kind: 'predict' as const,
    resource: { collection: 'predictions' as const, id },
    input,
    ...divided,
    ...(work.flops === undefined ? {} : { flops: work.flops }),
  }
  return view(record, await startJob(c, made, { [TEXTS_FILE]: lines }))
}

/** What one message to a predictor may carry, in characters. */
const SYNCHRONOUS_SIZE = 4 << 20

/** @throws Problem 422 where a job is needed */
const requireFew = ({ texts, task }: Body): void => {
  const size = texts.reduce((sum, text) => sum + text.length, JSON.stringify(task ?? {}).length)
  const next = 'Leave out `synchronous` to have a job do it.'
  if (texts.length > SYNCHRONOUS_TEXTS)
    throw new Problem(422, 'too-many-texts', `At most ${SYNCHRONOUS_TEXTS} texts at once. ${next}`, {
      pointer: '/texts',
    })
  if (size > SYNCHRONOUS_SIZE)
    throw new Problem(422, 'too-much-text', `At most ${SYNCHRONOUS_SIZE} characters at once. ${next}`, {
      pointer: '/texts',
    })
}

/** The answer while the caller waits. Nothing is stored. */
const classify = async (c: RequestContext, body: Body): Promise<Schemas['Classification']> => {
  c.set('changesNothing', true)
  const { predictor } = c.get('services')
  const { tenant } = c.get('credential')
  if ((body.shards ?? 1) > 1)
    throw new Problem(422, 'no-job', 'Jobs are divided, and a synchronous prediction is none.', {
      pointer: '/shards',
    })
  if (!predictor)
    throw new Problem(
      409,
      'not-offered',
      'This service predicts by jobs only. Leave out `synchronous` to have a job do it.',
      { pointer: '/synchronous' },
    )
  requireFew(body)
  const source = await findSource(c, body)
  const input = inputOf(body, source)
  const outcome = await predictor.predict({ tenant, input, texts: body.texts, signal: c.req.raw.signal })
  if (!('results' in outcome)) throw problemOf(outcome)
  return compact({
    transfer: body.transfer as string,
    prompt: body.prompt as string,
    model: source.model.id,
    labels: Object.keys(input.task.verbalizer),
    results: outcome.results,
  })
}

const view = (record: PredictionRecord, job: JobRecord): Schemas['Prediction'] => ({
  ...record,
  status: job.state,
  files: job.files ?? [],
})

const findPrediction = async (c: RequestContext, id: string) => {
  const { tenant, record } = await find(c, 'predictions', id)
  return { record, job: await jobOf(c, tenant, record.job) }
}

/** With its results, when they are there and fit into an answer. */
const whole = async (c: RequestContext, id: string): Promise<Schemas['Prediction']> => {
  const { record, job } = await findPrediction(c, id)
  const file = job.files?.find(({ name }) => name === PREDICTIONS_FILE)
  if (!file || isTooLarge(c, file.size)) return view(record, job)
  const key = outputKey(job, PREDICTIONS_FILE)
  const found = await readJson<Schemas['PredictionResult'][]>(c.get('services').store, key)
  return { ...view(record, job), ...(found ? { results: found.value } : {}) }
}

export const predictions = {
  async createPrediction(c, input) {
    const { synchronous } = input.body
    if (input.query?.dry_run && synchronous)
      throw new Problem(
        422,
        'no-job',
        'A dry run estimates jobs, and a synchronous prediction is none. Leave out `synchronous`.',
        { pointer: '/synchronous' },
      )
    if (synchronous) return { status: 200, body: await classify(c, input.body) }
    const prepared = await prepare(c, input.body)
    if (input.query?.dry_run) return answerDryRun(c, 'predict', prepared.work)
    const prediction = await create(c, input, prepared)
    return { status: 202, body: prediction, headers: { location: `/v1/predictions/${prediction.id}` } }
  },
  async listPredictions(c, { query }) {
    const one = (id: string) => orLeftOut(findPrediction(c, id).then(({ record, job }) => view(record, job)))
    return { status: 200, body: await listPage(c, query, 'predictions', one) }
  },
  async getPrediction(c, { path }) {
    return { status: 200, body: await whole(c, path.id) }
  },
  async getPredictionFile(c, { path }) {
    const { job } = await findPrediction(c, path.id)
    const file = job.files?.find(({ name }) => name === path.name)
    if (!file) throw notFound()
    return sendFile(c, outputKey(job, file.name), file)
  },
  deletePrediction(c, { path }) {
    return deleteThing(c, 'predictions', path.id, () => whole(c, path.id))
  },
} satisfies Partial<Handlers>
