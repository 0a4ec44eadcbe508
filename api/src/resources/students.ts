/**
 * Students: distilled by a job of the provider, then issued: every client may read and download them.
 * @module
 */
import { digestOfList } from '@promptpost/base'
import {
  type DistilInput,
  type FileReference,
  type JobRecord,
  outputKey,
  type Settings,
} from '@promptpost/base/jobs'
import { keyOf, readJson } from '@promptpost/base/store'
import { answerDryRun } from '../estimate/dry-run.js'
import { distilWork } from '../estimate/work.js'
import type { RequestContext } from '../http/environment.js'
import { reserve } from '../http/once.js'
import type { Handlers } from '../http/operations.js'
import { notFound, Problem } from '../http/problem.js'
import { sendFile } from '../http/send-file.js'
import type { Schemas } from '../http/validate.js'
import { textsReference } from './datasets.js'
import { deleteThing } from './deletion/handle.js'
import { isIdentifier } from './identifiers.js'
import { compact, factsOf, jobOf, startJob } from './job-view.js'
import { modelReference } from './models.js'
import { listPage } from './pages.js'
import { find, issue, type ModelRecord, type Owned, orLeftOut, type StudentRecord, save } from './records.js'

const DEFAULT_LICENSE = 'As the teacher model.'

const teacherOf = ({ id, name, revision, sha256 }: ModelRecord): Schemas['Teacher'] => ({
  model: id,
  name,
  revision,
  sha256,
})

type Student = Owned<'students'> & { distillation: JobRecord }

/** Reads as often in vain as it takes to see that an issued student is not ready, so that how long it takes tells nothing. */
const lookInVain = async (c: RequestContext, id: string): Promise<void> => {
  const { store, jobs } = c.get('services')
  const { tenant, role } = c.get('credential')
  if (role !== 'client' || !isIdentifier('students', id)) return
  await readJson(store, keyOf({ tenant, collection: 'students', id }))
  await jobs.readJob({ tenant, id: id.replace(/^stu/, 'job') })
}

/** A student with its job. To clients one that is not ready does not exist. */
export const findStudent = async (c: RequestContext, id: string, pointer?: string): Promise<Student> => {
  const { tenant, record } = await find(c, 'students', id, pointer).catch(async error => {
    await lookInVain(c, id)
    throw error
  })
  const distillation = await jobOf(c, tenant, record.job)
  if (tenant !== c.get('credential').tenant && distillation.state !== 'succeeded') throw notFound(pointer)
  return { tenant, record, distillation }
}

/** Output files of a job that succeeded, with their keys. */
export const fileReferences = (job: JobRecord): FileReference[] =>
  (job.files ?? []).map(file => ({ ...file, key: outputKey(job, file.name) }))

const view = (c: RequestContext, { tenant, record, distillation }: Student): Schemas['Student'] => {
  const isOwner = tenant === c.get('credential').tenant
  const { job, dataset, ...shared } = record
  const { files } = distillation
  const facts = factsOf(distillation)
  return compact({
    ...shared,
    kept_layers: facts?.kept_layers as number[],
    ...(isOwner ? { job, dataset } : {}),
    status: distillation.state,
    files: files ?? [],
    sha256: (files && digestOfList(files)) as string,
    facts: facts as Record<string, unknown>,
  })
}

/** @param depth layers of the model, where its configuration says so */
const requireLayers = (
  { layers, settings }: Schemas['StudentCreate'],
  depth = Number.POSITIVE_INFINITY,
): void => {
  if (layers > depth)
    throw new Problem(422, 'too-many-layers', `The model has ${depth} layers.`, { pointer: '/layers' })
  const keep = settings?.keep
  if (!Array.isArray(keep)) return
  const isNext = (layer: number, i: number): boolean => layer > (keep[i - 1] ?? -1) && layer < depth
  if (keep.length === layers && keep.every(isNext)) return
  const among = depth === Number.POSITIVE_INFINITY ? '' : ` of 0 to ${depth - 1}`
  throw new Problem(422, 'wrong-layers', `Name ${layers} layers${among}, ascending, or one of the words.`, {
    pointer: '/settings/keep',
  })
}

export const students = {
  async createStudent(c, { body, digest, query }) {
    const model = await find(c, 'models', body.model, '/model')
    const texts = await find(c, 'datasets', body.dataset, '/dataset')
    requireLayers(body, model.record.config.layers)
    const work = distilWork(body, model.record)
    if (query?.dry_run) return answerDryRun(c, 'distil', work)
    const { id, job, createdAt } = await reserve(
      c,
      { collection: 'students', bytes: 0, startsJob: true },
      digest,
    )
    const { layers, license = DEFAULT_LICENSE, steps, seed, settings } = body
    const input: DistilInput = compact({
      model: modelReference(model.record),
      dataset: textsReference(texts),
      layers,
      license,
      steps: steps as number,
      seed: seed as number,
      settings: settings as Settings,
    })
    const made: StudentRecord = {
      id,
      model: body.model,
      teacher: teacherOf(model.record),
      dataset: body.dataset,
      layers,
      license,
      job,
      created_at: createdAt,
    }
    const record = await save(c, 'students', made, [
      { collection: 'models', tenant: model.tenant, id: body.model, pointer: '/model' },
      { collection: 'datasets', tenant: texts.tenant, id: body.dataset, pointer: '/dataset' },
    ])
    await issue(c, 'students', id)
    const distillation = await startJob(c, {
      id: job,
      kind: 'distil',
      resource: { collection: 'students', id },
      input,
      ...(work.flops === undefined ? {} : { flops: work.flops }),
    })
    const { tenant } = c.get('credential')
    return {
      status: 202,
      body: view(c, { tenant, record, distillation }),
      headers: { location: `/v1/students/${id}` },
    }
  },
  async listStudents(c, { query }) {
    const one = (id: string) => orLeftOut(findStudent(c, id).then(student => view(c, student)))
    return { status: 200, body: await listPage(c, query, 'students', one) }
  },
  async getStudent(c, { path }) {
    return { status: 200, body: view(c, await findStudent(c, path.id)) }
  },
  deleteStudent(c, { path }) {
    return deleteThing(c, 'students', path.id, async () => view(c, await findStudent(c, path.id)))
  },
  async getStudentFile(c, { path }) {
    const { distillation } = await findStudent(c, path.id)
    const file = distillation.files?.find(({ name }) => name === path.name)
    if (!file) throw notFound()
    return sendFile(c, outputKey(distillation, file.name), file)
  },
} satisfies Partial<Handlers>
