/**
 * One job, or one shard, from claim to end: lease, handler, outputs, and the record written last.
 * @module
 */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  isFinished,
  type JobDevice,
  type OutputFile,
  openJobStore,
  outputKey,
  type WorkName,
  workId,
} from '@promptpost/base/jobs'
import type { ObjectStore } from '@promptpost/base/store'
import type { Device } from '@promptpost/engine/runtime'
import type { ModelsFolder } from '../models/index.js'
import { type CheckpointMirror, openCheckpointMirror, restoreCheckpoint } from './checkpoint-mirror.js'
import { type ComputedPlace, openComputed } from './computed.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { failureOf, traceOf } from './failure.js'
import { CHECKPOINTS, type JobContext, type JobHandlers } from './handler.js'
import { openParts } from './parts.js'
import { openReporter, type StopReason } from './reporter.js'

export type RunOptions = {
  store: ObjectStore
  name: WorkName
  handlers: JobHandlers
  models: ModelsFolder
  /** What to compute on. Default cpu. */
  device?: Device
  /** How frozen matrices are held in steps on the cpu. Default: as they are. */
  weights?: 'int8' | undefined
  /** Bytes that a transfer's step may take of its device's memory. Default: what it takes. */
  memory?: number | undefined
  /** Whether work must be able to go on on another machine. */
  isRemote?: boolean
  /** Parent of all jobs' work directories, `TENANT.JOB` each, with one for each shard in it. */
  workRoot: string
  /** Where what is computed of data sets is kept; nowhere when absent. */
  computed?: ComputedPlace
  worker?: string
  /** Aborts when the process must stop. */
  interrupt: AbortSignal
  /** Calls back when someone says that the record changed. */
  onNudge?: (check: () => void) => void
  log: (line: string) => void
}

export const runJob = async (options: RunOptions): Promise<ExitCode> => {
  const { store, name, log } = options
  const jobs = openJobStore(store)
  const claimed = await jobs.claim(name, options.worker)
  if ('refused' in claimed) {
    if (claimed.refused !== 'divided') log(`job ${workId(name)} not claimed: ${claimed.refused}`)
    return EXIT.refused
  }
  const { job, token } = claimed
  const isShard = job.shard !== undefined
  const jobDirectory = join(options.workRoot, `${job.tenant}.${job.id}`)
  const workDirectory = isShard ? join(jobDirectory, `shard-${job.shard}`) : jobDirectory
  // What lies here may be of an attempt before the last: the store has the newest.
  if (options.isRemote) await rm(workDirectory, { recursive: true, force: true })
  await mkdir(workDirectory, { recursive: true })
  const checkpoints = join(workDirectory, CHECKPOINTS)

  const control = new AbortController()
  let stopped: StopReason | undefined
  const stop = (reason: StopReason): void => {
    stopped ??= reason
    control.abort(new DOMException(`the job was ${reason}`, 'AbortError'))
  }
  const broken = (error: unknown): void => {
    log(`job ${job.id}: the store failed: ${traceOf(error)}`)
    stop('interrupted')
  }
  if (options.interrupt.aborted) stop('interrupted')
  options.interrupt.addEventListener('abort', () => stop('interrupted'), { once: true })
  const reporter = openReporter(jobs, job, token, stop, broken)
  options.onNudge?.(() => void reporter.check().catch(broken))

  let device: Promise<JobDevice> | undefined
  const chooseDevice = async (): Promise<JobDevice> => {
    const runtime = await import('@promptpost/engine/runtime')
    const chosen = await runtime.chooseDevice(options.device ?? 'cpu')
    await reporter.progress({ device: chosen })
    return chosen
  }

  const files: OutputFile[] = []
  const context: JobContext = {
    job,
    store,
    workDirectory,
    // Weights of gigabytes may have to come first.
    models: model => options.models(model, control.signal),
    computed(from, owner) {
      const cache = options.computed && openComputed(options.computed, from, owner)
      return cache ? { cache } : {}
    },
    device() {
      device ??= chooseDevice()
      return device
    },
    ...(options.weights && { weights: options.weights }),
    ...(options.memory !== undefined && { memory: options.memory }),
    signal: control.signal,
    progress: reporter.progress,
    readInput: file => jobs.readInput(name, file),
    ...(job.isGathered ? { parts: await openParts(store, jobs, job) } : {}),
    async putOutput(file, content) {
      const key = outputKey(job, file)
      const written =
        typeof content === 'object' && 'path' in content
          ? await store.putFile(key, content.path)
          : await store.put(key, content)
      files.push({ name: file, size: written.size, sha256: written.etag })
    },
  }

  let mirror: CheckpointMirror | undefined
  const settle = async () => {
    try {
      control.signal.throwIfAborted()
      // A shard is as long as it takes to do it again.
      if (options.isRemote && !isShard) {
        await restoreCheckpoint(store, job, checkpoints)
        mirror = openCheckpointMirror(store, job, checkpoints, broken)
      }
      const result = await options.handlers[job.kind](context)
      await mirror?.close({ save: false })
      await reporter.close()
      return jobs.complete(name, token, result, files)
    } catch (error) {
      await mirror?.close({ save: stopped === 'interrupted' })
      await reporter.close()
      if (stopped) return jobs.release(name, token)
      log(`job ${job.id} failed: ${traceOf(error)}`)
      return jobs.fail(name, token, failureOf(error))
    }
  }
  const outcome = await settle()
  if (outcome.refused) {
    log(`job ${job.id}: the result is void: ${outcome.refused}`)
    // Its files may have come after those of losers were removed.
    await jobs.settle(name)
    return EXIT.refused
  }
  if (!isFinished(outcome.job)) return EXIT.interrupted
  await rm(workDirectory, { recursive: true, force: true })
  return EXIT.done
}
