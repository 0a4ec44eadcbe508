/**
 * What a call has done so far, in a file beside the prompt's folder: with it the same call goes on after a kill, charges no
 * second run to the ledger and uploads no second prompt.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { PromptPostError, writeFileAtomic } from '@promptpost/base'
import { isAlive, type Owner, thisProcess } from '@promptpost/base/store'
import type { OfferedTask } from './choose.js'

export type RunRecord = {
  version: 1
  /** What the call was made with. */
  settings: Record<string, unknown>
  student: string
  /** Absent while public texts of a local file are to be uploaded. */
  dataset?: string
  /** Template and words where they are the model's, which may offer others later. */
  offered?: OfferedTask
  /** One key for each thing that is created on the service, made before it is asked for. */
  keys: { prompt: string; transfer: string }
  prompt?: string
  transfer?: string
  /** The process that is at it. */
  owner?: Owner
}

export type Run = {
  /** What an earlier call left; undefined when this one is the first. */
  readonly earlier: RunRecord | undefined
  /** The prompt's folder is there. */
  readonly isTuned: boolean
  /** Begins the record; goes on with the earlier one if there is one. */
  begin(chosen: { student: string; dataset?: string; offered?: OfferedTask }): Promise<RunRecord>
  /** Notes what has been done, flushed to disk. */
  note(done: Partial<RunRecord>): Promise<RunRecord>
  /** No process is at it any more. */
  release(): Promise<void>
}

export const recordPlace = (out: string): string => join(dirname(out), `.${basename(out)}.run.json`)

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  ) ?? 'undefined'

const readRecord = async (file: string): Promise<RunRecord | undefined> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  try {
    const record = JSON.parse(text) as RunRecord
    if (record.version === 1 && typeof record.settings === 'object' && typeof record.keys === 'object')
      return record
  } catch {
    // Said below.
  }
  throw new PromptPostError('conflict', 'is no record of a run that this version can go on from', {
    field: file,
    next: 'Name another folder with `out`, or remove the file.',
  })
}

/** A run goes on with what it began with: half of one prompt and half of another is none that was asked for. */
const requireSame = (file: string, record: RunRecord, settings: RunRecord['settings']): void => {
  for (const name of new Set([...Object.keys(record.settings), ...Object.keys(settings)]))
    if (canonical(record.settings[name]) !== canonical(settings[name]))
      throw new PromptPostError('conflict', `is not what the run in this folder began with`, {
        field: name,
        next: `Call it as before to go on, or name another folder with \`out\`. What it began with is in ${file}.`,
      })
}

/**
 * @param settings what decides the result; values that JSON can hold
 * @throws PromptPostError 'conflict' when the folder is another's, the run began with other settings, or a process is at it
 */
export const openRun = async (out: string, settings: RunRecord['settings']): Promise<Run> => {
  const file = recordPlace(out)
  const earlier = await readRecord(file)
  const isTuned = (await stat(out).catch(() => undefined)) !== undefined
  if (isTuned && !earlier)
    throw new PromptPostError('conflict', 'exists already, and not from a call like this', {
      field: 'out',
      value: out,
      next: 'Name a new folder.',
    })
  if (earlier) requireSame(file, earlier, settings)
  if (earlier?.owner && isAlive(earlier.owner))
    throw new PromptPostError('conflict', 'is being worked on by another call', {
      field: 'out',
      value: out,
      next: `Wait for it (process ${earlier.owner.pid}), or name another folder.`,
    })
  let record = earlier
  const save = async (next: RunRecord): Promise<RunRecord> => {
    await writeFileAtomic(file, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 })
    record = next
    return next
  }
  return {
    earlier,
    isTuned,
    begin: chosen =>
      save({
        ...(earlier ?? { version: 1, settings, ...chosen, keys: freshKeys() }),
        owner: thisProcess(),
      }),
    note: done => save({ ...record!, ...done }),
    async release() {
      if (!record) return
      const { owner: _, ...rest } = record
      // The next call asks whether the process lives; that it could not be noted is no reason to lose what was done.
      await save(rest).catch(() => undefined)
    },
  }
}

const freshKeys = (): RunRecord['keys'] => ({ prompt: randomUUID(), transfer: randomUUID() })
