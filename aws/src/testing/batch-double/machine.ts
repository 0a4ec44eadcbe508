/**
 * The life of jobs: a queue with slots, whose attempts are processes of this machine.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { AwsError } from '../aws-error.js'
import { checkSize, childrenOf, parentStatus, statusSummary } from './arrays.js'
import { triesAgain } from './retry.js'
import type { Attempt, BatchEvent, JobDefinition, JobDetail, Pair, Status } from './types.js'

export type MachineOptions = {
  definitions: readonly JobDefinition[]
  queue: string
  region: string
  slots: number
  /** Between SIGTERM and SIGKILL, in milliseconds. */
  grace: number
  clock: () => number
  /** Told of every change of state, as EventBridge is. */
  emit: (event: BatchEvent) => void
}

export type Submission = {
  jobName: string
  jobQueue: string
  jobDefinition: string
  shareIdentifier?: string
  containerOverrides?: { environment?: Pair[] }
  arrayProperties?: { size: number }
  tags?: Record<string, string>
}

type Running = { child: ChildProcess; timers: Set<NodeJS.Timeout>; ended: Promise<void>; why?: string }

export type Machine = {
  jobs: Map<string, JobDetail>
  submit(submission: Submission): JobDetail
  /** Stops a job, running or not; it is not started again. */
  terminate(id: string, reason: string, how: 'terminate' | 'cancel'): void
  /** Takes the instance of a running job away. @returns whether it ran */
  reclaim(id: string): boolean
  /** Kills the process of a running job, as the kernel does when memory is short. @returns whether it ran */
  kill(id: string): boolean
  /** Forgets jobs that have ended, as Batch does after a day or a week. */
  forgetEnded(): void
  /** Resolves when no process runs and none will start. */
  idle(): Promise<void>
  stop(): Promise<void>
}

const wrong = (message: string): AwsError => new AwsError(400, 'ClientException', message)

const isEnded = ({ status }: JobDetail): boolean => status === 'SUCCEEDED' || status === 'FAILED'

/** What a program may not be told by those who submit. */
const RESERVED = /^AWS_BATCH/

export const createMachine = (options: MachineOptions): Machine => {
  const { clock, region } = options
  const jobs = new Map<string, JobDetail>()
  const waiting: string[] = []
  const running = new Map<string, Running>()
  let isStopped = false

  const isChildOf =
    (parent: JobDetail) =>
    ({ jobId }: JobDetail): boolean =>
      jobId.startsWith(`${parent.jobId}:`)

  /** An array follows its children; of it too is told when its state changes. */
  const follow = (child: JobDetail): void => {
    const parent = jobs.get(child.jobId.split(':')[0]!)
    if (!parent || parent === child) return
    const children = [...jobs.values()].filter(isChildOf(parent))
    const status = parentStatus(children)
    parent.arrayProperties = { size: children.length, statusSummary: statusSummary(children) }
    if (status === parent.status) return
    change(parent, status, isEnded({ ...parent, status }) ? { stoppedAt: clock() } : {})
  }

  const change = (job: JobDetail, status: Status, facts: Partial<JobDetail> = {}): void => {
    Object.assign(job, facts, { status })
    tell(job)
    follow(job)
  }

  const tell = (job: JobDetail): void =>
    options.emit({
      version: '0',
      id: randomUUID(),
      'detail-type': 'Batch Job State Change',
      source: 'aws.batch',
      account: '123456789012',
      time: new Date(clock()).toISOString(),
      region,
      resources: [job.jobArn],
      detail: structuredClone(job),
    })

  const definitionOf = (arn: string): JobDefinition => {
    const found = options.definitions.find(({ jobDefinitionArn }) => jobDefinitionArn === arn)
    if (!found) throw wrong(`JobDefinition ${arn} does not exist`)
    return found
  }

  const end = (job: JobDetail, attempt: Attempt): void => {
    const { timers, why } = running.get(job.jobId)!
    for (const timer of timers) clearTimeout(timer)
    running.delete(job.jobId)
    attempt.stoppedAt = clock()
    if (why) attempt.statusReason = why
    job.attempts.push(attempt)
    job.container = { ...job.container, ...attempt.container }
    const isDone = attempt.container.exitCode === 0 && !why
    const mayTryAgain = !job.isTerminated && !job.isCancelled && !why?.startsWith('Job attempt duration')
    if (isDone)
      change(job, 'SUCCEEDED', { statusReason: 'Essential container in task exited', stoppedAt: clock() })
    else if (mayTryAgain && !isStopped && triesAgain(job.retryStrategy, job.attempts)) {
      waiting.push(job.jobId)
      change(job, 'RUNNABLE', { statusReason: attempt.statusReason ?? 'Essential container in task exited' })
    } else
      change(job, 'FAILED', { statusReason: why ?? 'Essential container in task exited', stoppedAt: clock() })
    pump()
  }

  const launch = (job: JobDetail): void => {
    const { command, environment, timeout } = definitionOf(job.jobDefinition)
    const own = Object.fromEntries(job.container.environment.map(({ name, value }) => [name, value]))
    change(job, 'STARTING')
    const child = spawn(command[0]!, command.slice(1), {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        PATH: process.env.PATH,
        ...environment,
        ...own,
        AWS_BATCH_JOB_ID: job.jobId,
        AWS_BATCH_JOB_ATTEMPT: String(job.attempts.length + 1),
        AWS_BATCH_JQ_NAME: job.jobQueue.split('/').at(-1),
        ...(job.arrayProperties?.index !== undefined && {
          AWS_BATCH_JOB_ARRAY_INDEX: String(job.arrayProperties.index),
        }),
      },
    })
    const startedAt = clock()
    const ended = new Promise<void>(resolve => {
      child.once('exit', (code, signal) => {
        const isReclaimed = running.get(job.jobId)?.why?.startsWith('Host EC2')
        const exitCode = isReclaimed ? undefined : (code ?? 128 + (signal === 'SIGKILL' ? 9 : 15))
        end(job, { container: exitCode === undefined ? {} : { exitCode }, startedAt })
        resolve()
      })
    })
    running.set(job.jobId, { child, timers: new Set(), ended })
    change(job, 'RUNNING', { startedAt })
    if (timeout !== undefined) {
      const timer = setTimeout(() => quit(job.jobId, 'Job attempt duration exceeded timeout'), timeout * 1000)
      running.get(job.jobId)!.timers.add(timer)
    }
  }

  /** SIGTERM, then SIGKILL. */
  const quit = (id: string, why: string): boolean => {
    const run = running.get(id)
    if (!run) return false
    run.why ??= why
    run.child.kill('SIGTERM')
    run.timers.add(setTimeout(() => run.child.kill('SIGKILL'), options.grace))
    return true
  }

  const pump = (): void => {
    while (!isStopped && running.size < options.slots && waiting.length > 0)
      launch(jobs.get(waiting.shift()!)!)
  }

  const terminate: Machine['terminate'] = (id, reason, how) => {
    const job = jobs.get(id)
    if (!job || isEnded(job)) return
    if (job.arrayProperties?.size !== undefined) {
      for (const child of [...jobs.values()].filter(isChildOf(job))) terminate(child.jobId, reason, how)
      return
    }
    if (how === 'cancel') {
      if (job.status === 'STARTING' || job.status === 'RUNNING') return
      job.isCancelled = true
    } else job.isTerminated = true
    if (quit(id, reason)) return
    const at = waiting.indexOf(id)
    if (at >= 0) waiting.splice(at, 1)
    change(job, 'FAILED', { statusReason: reason, stoppedAt: clock() })
  }

  return {
    jobs,
    submit({ jobName, jobQueue, jobDefinition, shareIdentifier, containerOverrides, tags = {}, ...more }) {
      if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(jobName)) throw wrong('Job name is invalid')
      if (jobQueue !== options.queue) throw wrong(`JobQueue ${jobQueue} not found`)
      if (!/^[A-Za-z0-9]{1,255}\*?$/.test(shareIdentifier ?? ''))
        throw wrong('shareIdentifier is invalid or missing')
      const environment = containerOverrides?.environment ?? []
      if (environment.some(({ name }) => RESERVED.test(name))) throw wrong('AWS_BATCH names are reserved')
      const { retryStrategy } = definitionOf(jobDefinition)
      const jobId = randomUUID()
      const job: JobDetail = {
        jobArn: `arn:aws:batch:${region}:123456789012:job/${jobId}`,
        jobName,
        jobId,
        jobQueue,
        jobDefinition,
        status: 'SUBMITTED',
        attempts: [],
        createdAt: clock(),
        shareIdentifier: shareIdentifier!,
        isCancelled: false,
        isTerminated: false,
        retryStrategy,
        container: { environment },
        tags,
      }
      const size = more.arrayProperties?.size
      if (size !== undefined) checkSize(size)
      const runs = size === undefined ? [job] : childrenOf(job, size)
      if (size !== undefined) job.arrayProperties = { size, statusSummary: statusSummary(runs) }
      for (const each of [job, ...runs]) jobs.set(each.jobId, each)
      // As at AWS, no event tells of the submission itself.
      setImmediate(() => {
        for (const each of runs) {
          if (isStopped || isEnded(each)) continue
          waiting.push(each.jobId)
          change(each, 'RUNNABLE')
        }
        pump()
      })
      return job
    },
    terminate,
    reclaim: id => quit(id, 'Host EC2 (instance i-0123456789abcdef0) terminated.'),
    kill: id => running.get(id)?.child.kill('SIGKILL') ?? false,
    forgetEnded() {
      // Children go with their array.
      const keeper = ({ jobId }: JobDetail) => jobs.get(jobId.split(':')[0]!)
      for (const job of [...jobs.values()])
        if (isEnded(job) && isEnded(keeper(job) ?? job)) jobs.delete(job.jobId)
    },
    async idle() {
      for (;;) {
        await new Promise(resolve => setImmediate(resolve))
        if (running.size === 0 && waiting.length === 0) return
        await Promise.race([...running.values()].map(({ ended }) => ended))
      }
    },
    async stop() {
      isStopped = true
      for (const { child } of running.values()) child.kill('SIGKILL')
      await Promise.all([...running.values()].map(({ ended }) => ended))
    },
  }
}
