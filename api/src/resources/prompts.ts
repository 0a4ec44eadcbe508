/**
 * Prompts: all that a client sends up. Checked before anything is kept; bound to the student they were tuned on.
 * @module
 */
import { PromptPostError, sha256 } from '@promptpost/base'
import type { FileReference } from '@promptpost/base/jobs'
import { MOST_REPORT_BYTES, sealProblem } from '@promptpost/base/seal'
import { keyOf } from '@promptpost/base/store'
import type { RequestContext } from '../http/environment.js'
import { reserve } from '../http/once.js'
import type { Handlers, Input } from '../http/operations.js'
import { notFound, Problem, pointerTo } from '../http/problem.js'
import { sendFile } from '../http/send-file.js'
import type { Schemas } from '../http/validate.js'
import { deleteThing } from './deletion/handle.js'
import { listPage } from './pages.js'
import { checkPromptTensor, type PromptTensor } from './prompt-tensor.js'
import { find, type Owned, orLeftOut, type PromptRecord, save } from './records.js'
import { findStudent } from './students.js'

const WEIGHTS = 'adapter_model.safetensors'
const JSON_LIMIT = 1 << 20

const fileKey = (tenant: string, id: string, name: string): string =>
  keyOf({ tenant, collection: 'prompts', id, path: ['files', name] })

export const promptFiles = ({ tenant, record }: Owned<'prompts'>): FileReference[] =>
  record.files.map(file => ({ ...file, key: fileKey(tenant, record.id, file.name) }))

const decodeBase64 = (text: string): Uint8Array => {
  const bytes = Buffer.from(text, 'base64')
  // Buffer skips what is no base64; a prompt must be sent exactly.
  if (bytes.toString('base64') !== text)
    throw new Problem(422, 'invalid-prompt', 'This is not base64.', { pointer: '/adapter_model' })
  return bytes
}

/** What the PEFT configuration says must be what the tensor is. */
const checkConfig = (config: Record<string, unknown>, { virtualTokens, hiddenSize }: PromptTensor): void => {
  const stated: [string, number][] = [
    ['num_virtual_tokens', virtualTokens],
    ['token_dim', hiddenSize],
  ]
  for (const [field, actual] of stated)
    if (config[field] !== undefined && config[field] !== null && config[field] !== actual)
      throw new Problem(422, 'invalid-prompt', `The tensor says ${actual}.`, {
        pointer: `/adapter_config/${field}`,
      })
}

/**
 * A privacy report must be one of this prompt, as it was signed. Whether its claim follows from its plan is for the accountant
 * to say (`promptpost privacy verify`), and whose key signed it for the provider.
 */
const checkReport = (body: Schemas['PromptCreate'], weights: Uint8Array): void => {
  const { privacy_report, adapter_config, task } = body
  if (privacy_report === undefined) return
  const refuse = (path: readonly string[], message: string): never => {
    throw new Problem(422, 'invalid-prompt', message, { pointer: pointerTo(['privacy_report', ...path]) })
  }
  if (Buffer.byteLength(JSON.stringify(privacy_report)) > MOST_REPORT_BYTES)
    refuse([], `It may have at most ${MOST_REPORT_BYTES} bytes.`)
  try {
    const files = {
      'adapter_config.json': adapter_config,
      'adapter_model.safetensors': weights,
      'task.json': task,
    }
    const problem = sealProblem(privacy_report, files)
    if (problem) refuse(problem.path, `This ${problem.message}.`)
  } catch (error) {
    if (error instanceof PromptPostError) refuse([], `It cannot be checked: ${error.message}`)
    throw error
  }
}

/** The folder's files in the order of their names. */
const encode = (body: Schemas['PromptCreate'], weights: Uint8Array): [string, Uint8Array][] => {
  const documents: [string, string, unknown][] = [
    ['adapter_config.json', '/adapter_config', body.adapter_config],
    ['privacy-report.json', '/privacy_report', body.privacy_report],
    ['task.json', '/task', body.task],
  ]
  const files = documents.flatMap(([name, pointer, value]): [string, Uint8Array][] => {
    if (value === undefined) return []
    const bytes = Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
    if (bytes.length > JSON_LIMIT)
      throw new Problem(422, 'invalid-prompt', `It may have at most ${JSON_LIMIT} bytes.`, { pointer })
    return [[name, bytes]]
  })
  return [...files, [WEIGHTS, weights] as [string, Uint8Array]].sort(([a], [b]) => (a < b ? -1 : 1))
}

const create = async (
  c: RequestContext,
  { body, digest }: Input<'createPrompt'>,
): Promise<Schemas['Prompt']> => {
  const { tenant } = c.get('credential')
  const weights = decodeBase64(body.adapter_model)
  const tensor = checkPromptTensor(weights)
  checkConfig(body.adapter_config, tensor)
  checkReport(body, weights)
  const student = await findStudent(c, body.student, '/student')
  const model = await find(c, 'models', student.record.model, '/student')
  const width = model.record.config.hidden_size
  if (width !== undefined && width !== tensor.hiddenSize)
    throw new Problem(
      422,
      'wrong-student',
      `The student's hidden size is ${width}, the prompt's ${tensor.hiddenSize}.`,
      {
        pointer: '/student',
      },
    )
  const contents = encode(body, weights)
  const size = contents.reduce((bytes, [, content]) => bytes + content.length, 0)
  const { id, createdAt } = await reserve(c, { collection: 'prompts', bytes: size, startsJob: false }, digest)
  const files = contents.map(([name, bytes]) => ({ name, size: bytes.length, sha256: sha256(bytes) }))
  const record: PromptRecord = {
    id,
    student: body.student,
    virtual_tokens: tensor.virtualTokens,
    hidden_size: tensor.hiddenSize,
    dtype: tensor.dtype,
    task: body.task,
    ...(body.privacy_report ? { privacy_report: body.privacy_report } : {}),
    files,
    sha256: sha256(weights),
    created_at: createdAt,
  }
  return save(
    c,
    'prompts',
    record,
    [{ collection: 'students', tenant: student.tenant, id: body.student, pointer: '/student' }],
    // Whoever comes with the same key brings the same content.
    contents.map(([name, data]) => ({ key: fileKey(tenant, id, name), data })),
  )
}

export const prompts = {
  async createPrompt(c, input) {
    const prompt = await create(c, input)
    return { status: 201, body: prompt, headers: { location: `/v1/prompts/${prompt.id}` } }
  },
  async listPrompts(c, { query }) {
    const one = async (id: string) => (await orLeftOut(find(c, 'prompts', id)))?.record
    return { status: 200, body: await listPage(c, query, 'prompts', one) }
  },
  async getPrompt(c, { path }) {
    return { status: 200, body: (await find(c, 'prompts', path.id)).record }
  },
  deletePrompt(c, { path }) {
    return deleteThing(c, 'prompts', path.id, async () => (await find(c, 'prompts', path.id)).record)
  },
  async getPromptFile(c, { path }) {
    const file = promptFiles(await find(c, 'prompts', path.id)).find(({ name }) => name === path.name)
    if (!file) throw notFound()
    return sendFile(c, file.key, file)
  },
} satisfies Partial<Handlers>
