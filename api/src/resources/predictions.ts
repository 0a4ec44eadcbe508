/**
 * Predictions: a job classifies texts with the large model and a transferred prompt, a student's prompt, or none.
 * @module
 */
import {
  type FileReference,
  type JobRecord,
  outputKey,
  PREDICTIONS_FILE,
  type PredictInput,
  type Task,
  TEXTS_FILE,
} from '@promptpost/base/jobs'
import { readJson } from '@promptpost/base/store'
import type { RequestContext } from '../http/environment.js'
import { reserve } from '../http/once.js'
import type { Handlers, Input } from '../http/operations.js'
import { Problem } from '../http/problem.js'
import type { Schemas } from '../http/validate.js'
import { deleteThing } from './deletion/handle.js'
import { compact, jobOf, startJob } from './job-view.js'
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
    }
  }
  const { tenant, record } = await find(c, 'models', body.model as string, '/model')
  return { model: record, named: [{ collection: 'models', tenant, id: record.id, pointer: '/model' }] }
}

const create = async (
  c: RequestContext,
  { body, digest }: Input<'createPrediction'>,
): Promise<Schemas['Prediction']> => {
  const { jobs } = c.get('services')
  const { tenant } = c.get('credential')
  const source = await findSource(c, body)
  // The contract has a task where the source brings none.
  const given = (body.task ?? source.task) as Schemas['Task']
  const { template, verbalizer, scoring } = given
  const task: Task = { template, verbalizer, ...(scoring ? { scoring } : {}) }
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
      labels: Object.keys(task.verbalizer),
      count: texts.length,
      job,
      created_at: createdAt,
    }),
    source.named,
  )
  const input: PredictInput = {
    model: modelReference(source.model),
    ...(source.prompt ? { prompt: source.prompt } : {}),
    task,
    ...(body.max_tokens === undefined ? {} : { maxTokens: body.max_tokens }),
  }
  // Before the job, so that its worker finds them; a replay after the end must not bring them back.
  if (!(await jobs.readJob({ tenant, id: job }))) await jobs.putInput({ tenant, id: job }, TEXTS_FILE, lines)
  return view(
    record,
    await startJob(c, { id: job, kind: 'predict', resource: { collection: 'predictions', id }, input }),
  )
}

const view = (record: PredictionRecord, job: JobRecord): Schemas['Prediction'] => ({
  ...record,
  status: job.state,
})

const findPrediction = async (c: RequestContext, id: string) => {
  const { tenant, record } = await find(c, 'predictions', id)
  return { record, job: await jobOf(c, tenant, record.job) }
}

/** With its results, when they are there. */
const whole = async (c: RequestContext, id: string): Promise<Schemas['Prediction']> => {
  const { record, job } = await findPrediction(c, id)
  if (job.state !== 'succeeded') return view(record, job)
  const key = outputKey(job, PREDICTIONS_FILE)
  const found = await readJson<Schemas['PredictionResult'][]>(c.get('services').store, key)
  return { ...view(record, job), ...(found ? { results: found.value } : {}) }
}

export const predictions = {
  async createPrediction(c, input) {
    const prediction = await create(c, input)
    return { status: 202, body: prediction, headers: { location: `/v1/predictions/${prediction.id}` } }
  },
  async listPredictions(c, { query }) {
    const one = (id: string) => orLeftOut(findPrediction(c, id).then(({ record, job }) => view(record, job)))
    return { status: 200, body: await listPage(c, query, 'predictions', one) }
  },
  async getPrediction(c, { path }) {
    return { status: 200, body: await whole(c, path.id) }
  },
  deletePrediction(c, { path }) {
    return deleteThing(c, 'predictions', path.id, () => whole(c, path.id))
  },
} satisfies Partial<Handlers>
