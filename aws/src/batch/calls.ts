/**
 * The calls of AWS Batch that the queue makes.
 * @module
 */
import { createHash } from 'node:crypto'
import type { BatchClientConfig, JobDetail } from '@aws-sdk/client-batch'
import { arrayOf, type BatchWork, batchName } from './work.js'

/** DescribeJobs takes so many. */
const PAGE = 100

type Client = typeof import('./client.js')

export type BatchClients = {
  /** The clients and the commands for them, from the first call on. */
  batch: () => Promise<Client & ReturnType<Client['openClients']>>
}

export type BatchSettings = BatchClients & {
  /** Amazon resource names of the queue and of the definition of a worker. */
  jobQueue: string
  jobDefinition: string
}

export const createBatchClients = (settings: BatchClientConfig = {}): BatchClients => {
  let opened: ReturnType<BatchClients['batch']> | undefined
  const open = async () => {
    const module = await import('./client.js')
    return { ...module, ...module.openClients(settings) }
  }
  return { batch: () => (opened ??= open()) }
}

/** Alphanumeric, as Batch wants it: tenants' names may have hyphens. */
export const shareOf = (tenant: string): string =>
  createHash('sha256').update(tenant).digest('hex').slice(0, 32)

export const isEnded = ({ status }: Pick<JobDetail, 'status'>): boolean =>
  status === 'SUCCEEDED' || status === 'FAILED'

export const submitJob = async (
  { batch, jobQueue, jobDefinition }: BatchSettings,
  work: BatchWork,
): Promise<string> => {
  const { once, SubmitJobCommand } = await batch()
  const { tenant, id, shard, array } = work
  const submit = new SubmitJobCommand({
    jobName: batchName(work),
    jobQueue,
    jobDefinition,
    shareIdentifier: shareOf(tenant),
    // Its children are told their index by Batch.
    ...(array !== undefined && { arrayProperties: { size: array } }),
    containerOverrides: {
      environment: [
        { name: 'PROMPTPOST_TENANT', value: tenant },
        { name: 'PROMPTPOST_JOB', value: id },
        ...(shard === undefined ? [] : [{ name: 'PROMPTPOST_SHARD', value: String(shard) }]),
      ],
    },
    tags: { app: 'promptpost' },
    propagateTags: true,
  })
  const { jobId } = await once.send(submit)
  return jobId as string
}

/** Details by id; Batch has forgotten those that are missing. */
export const describeJobs = async (
  { batch }: BatchSettings,
  ids: readonly string[],
): Promise<Map<string, JobDetail>> => {
  const { client, DescribeJobsCommand } = await batch()
  const found = new Map<string, JobDetail>()
  for (let at = 0; at < ids.length; at += PAGE) {
    const { jobs = [] } = await client.send(new DescribeJobsCommand({ jobs: ids.slice(at, at + PAGE) }))
    for (const job of jobs) if (job.jobId) found.set(job.jobId, job)
  }
  return found
}

/** Ids of the Batch jobs at some work that have not ended, oldest first. */
export const findAlive = async ({ batch, jobQueue }: BatchSettings, work: BatchWork): Promise<string[]> => {
  const { client, ListJobsCommand } = await batch()
  const found: { id: string; at: number }[] = []
  for (let nextToken: string | undefined; ; ) {
    const filters = [{ name: 'JOB_NAME', values: [batchName(work)] }]
    const page = await client.send(
      new ListJobsCommand({ jobQueue, filters, ...(nextToken && { nextToken }) }),
    )
    for (const { jobId, status, createdAt = 0 } of page.jobSummaryList ?? [])
      if (jobId && arrayOf(jobId) === undefined && !isEnded({ status }))
        found.push({ id: jobId, at: createdAt })
    nextToken = page.nextToken
    if (!nextToken) return found.sort((a, b) => a.at - b.at).map(({ id }) => id)
  }
}

export const terminateJob = async (
  { batch }: BatchSettings,
  batchJob: string,
  reason: string,
): Promise<void> => {
  const { client, TerminateJobCommand } = await batch()
  await client.send(new TerminateJobCommand({ jobId: batchJob, reason }))
}
