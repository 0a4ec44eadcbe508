/**
 * The common case as one call: a student, a prompt tuned on it at home, the prompt on the large model.
 * @module
 */
import { readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { makeFolder, PromptPostError } from '@promptpost/base'
import type { Connection, Schemas } from '../client/connection.js'
import { NotFoundError, UserAbortError } from '../client/errors.js'
import { jobsOf } from '../client/resources/jobs.js'
import { promptsOf } from '../client/resources/prompts.js'
import { studentsOf } from '../client/resources/students.js'
import { transfersOf } from '../client/resources/transfers.js'
import { checkpointBeside } from '../local/checkpoint-place.js'
import type { TunedPrompt } from '../local/tune-options.js'
import { tunePrompt } from '../local/tune-prompt.js'
import type { PrivacyReport } from '../privacy/index.js'
import type {
  TransferEffect,
  TuneAndTransferOptions,
  TuneAndTransferPlan,
  TunedAndTransferred,
} from './options.js'
import { makePlan } from './plan.js'
import { uploadPublicTexts } from './public-texts.js'
import { openRun, type Run, type RunRecord } from './run-record.js'

/** What decides the result, as it is kept and compared. */
const settingsOf = (connection: Connection, options: TuneAndTransferOptions): RunRecord['settings'] => {
  const { data, tuning: { device: _device, checkpointSeconds: _seconds, ...tuning } = {} } = options
  const { student, model, dataset, read, template, verbalizer, scoring, privacy, transfer } = options
  const publicTexts = options.publicTexts === undefined ? undefined : resolve(options.publicTexts)
  const named = {
    student,
    model,
    dataset,
    publicTexts,
    read,
    template,
    verbalizer,
    scoring,
    privacy,
    transfer,
  }
  return { service: connection.baseUrl, data: resolve(data), ...named, tuning }
}

/** @throws PromptPostError 'unavailable' where students cannot be kept, as under a read-only home */
const makeRoom = async (folder: string): Promise<void> => {
  await makeFolder(folder).catch(cause => {
    throw new PromptPostError('unavailable', 'cannot be made', {
      field: 'students',
      value: folder,
      next: 'Mend its permissions, or set PROMPTPOST_CACHE to another place.',
      cause,
    })
  })
}

const tune = async (
  connection: Connection,
  options: TuneAndTransferOptions,
  { student, studentFolder, task, out }: TuneAndTransferPlan,
): Promise<TunedPrompt> => {
  const { data, read, privacy, ledger, signal, onProgress } = options
  await makeRoom(studentFolder)
  await studentsOf(connection).download(student.id, studentFolder, {
    signal,
    onProgress: (done, total) => onProgress?.({ stage: 'download', done, total }),
  })
  return tunePrompt({
    ...options.tuning,
    student: studentFolder,
    data,
    task,
    out,
    ...(read && { read }),
    ...(privacy && { privacy }),
    ...(ledger && { ledger }),
    ...(signal && { signal }),
    onProgress: progress => onProgress?.({ stage: 'tune', progress }),
  })
}

const forgotten = (id: string) => (error: unknown) => {
  if (!(error instanceof NotFoundError)) throw error
  throw new PromptPostError('not-found', 'was uploaded by this run and is not on the service any more', {
    field: 'prompt',
    value: id,
    next: 'Upload the folder with client.prompts.upload, or name another with `out`.',
    cause: error,
  })
}

/** The prompt on the service: the one that was uploaded, or uploaded now. */
const upload = async (
  connection: Connection,
  { onProgress, signal }: TuneAndTransferOptions,
  { student, out }: TuneAndTransferPlan,
  run: Run,
  record: RunRecord,
): Promise<Schemas['Prompt']> => {
  const prompts = promptsOf(connection)
  if (record.prompt !== undefined)
    return prompts.get(record.prompt, { signal }).catch(forgotten(record.prompt))
  onProgress?.({ stage: 'upload' })
  const prompt = await prompts.upload(out, {
    student: student.id,
    idempotencyKey: record.keys.prompt,
    signal,
  })
  await run.note({ prompt: prompt.id })
  return prompt
}

const HAS_FAILED = ['failed', 'cancelled']

/** The transfer of it: the one that was begun, or a new one if there is none or it came to nothing. */
const transfer = async (
  connection: Connection,
  options: TuneAndTransferOptions,
  dataset: string,
  prompt: string,
  run: Run,
  record: RunRecord,
): Promise<Schemas['Transfer']> => {
  const { signal, onProgress } = options
  const transfers = transfersOf(connection)
  const begun = record.transfer === undefined ? undefined : await transfers.get(record.transfer, { signal })
  if (begun?.status === 'succeeded') return begun
  const isOver = begun !== undefined && HAS_FAILED.includes(begun.status)
  const { keys } = isOver
    ? await run.note({ keys: { ...record.keys, transfer: crypto.randomUUID() }, transfer: undefined })
    : record
  const body = { ...options.transfer, prompt, dataset }
  const running =
    begun && !isOver ? begun : await transfers.create(body, { idempotencyKey: keys.transfer, signal })
  await run.note({ transfer: running.id })
  await jobsOf(connection).wait(running.job, {
    signal,
    onProgress: event => onProgress?.({ stage: 'transfer', event }),
  })
  return transfers.get(running.id, { signal })
}

const readReport = async (folder: string): Promise<PrivacyReport | undefined> => {
  const text = await readFile(join(folder, 'privacy-report.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as PrivacyReport)
}

/** See `client.prompts.tuneAndTransfer`. */
export const tuneAndTransfer = async (
  connection: Connection,
  options: TuneAndTransferOptions,
): Promise<TunedAndTransferred> => {
  const out = resolve(options.out)
  const run = await openRun(out, settingsOf(connection, options))
  const plan = await makePlan(connection, options, run, out)
  await options.onPlan?.(plan)
  const { student, dataset, task, offered } = plan
  const record = await run.begin({
    student: student.id,
    ...(dataset.id !== undefined && { dataset: dataset.id }),
    ...(offered !== undefined && { offered: { name: offered, task } }),
  })
  try {
    if (dataset.id === undefined) options.onProgress?.({ stage: 'public-texts' })
    // Before anything is charged: it may be refused.
    const texts = await uploadPublicTexts(connection, dataset, options.signal)
    if (record.dataset === undefined) await run.note({ dataset: texts })
    const tuned = run.isTuned ? undefined : await tune(connection, options, plan)
    // A kill between the prompt's last rename and its clean-up leaves it behind.
    await rm(checkpointBeside(out), { recursive: true, force: true })
    const prompt = await upload(connection, options, plan, run, record)
    const done = await transfer(connection, options, texts, prompt.id, run, record)
    const report = await readReport(out)
    return {
      prompt,
      transfer: done,
      folder: out,
      ...(report && { report }),
      effect: done.facts?.effect as TransferEffect,
      ...(tuned && { tuned }),
    }
  } catch (error) {
    throw options.signal?.aborted ? new UserAbortError(options.signal.reason) : error
  } finally {
    await run.release()
  }
}
