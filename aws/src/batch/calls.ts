/**
 * The calls of AWS Batch that the queue makes.
 * @module
 */
import { createHash } from 'node:crypto'
import {
  BatchClient,
  type BatchClientConfig,
  DescribeJobsCommand,
  type JobDetail,
  ListJobsCommand,
  SubmitJobCommand,
  TerminateJobCommand,
} from '@aws-sdk/client-batch'
import { arrayOf, type BatchWork, batchName } from './work.js'

/** DescribeJobs takes so many. */
const PAGE = 100

export type BatchClients = {
  client: BatchClient
  /** For what the SDK must not repeat by itself: of a SubmitJob whose answer is lost Batch would make two jobs. */
  once: BatchClient
}

export type BatchSettings = BatchClients & {
  /** Amazon resource names of the queue and of the definition of a worker. */
  jobQueue: string
  jobDefinition: string
}

export const createBatchClients = (settings: BatchClientConfig = {}): BatchClients => {
  const common = { requestHandler: { connectionTimeout: 3_000, socketTimeout: 20_000 }, ...settings }
  return {
    client: new BatchClient({ maxAttempts: 4, ...common }),
    once: new BatchClient({ ...common, maxAttempts: 1 }),
  }
}

/** Alphanumeric, as Batch wants it: tenants' names may have hyphens. */
export const shareOf = (tenant: string): string =>
  createHash('sha256').update(tenant).digest('hex').slice(0, 32)

export const isEnded = ({ status }: Pick<JobDetail, 'status'>): boolean =>
  status === 'SUCCEEDED' || status === 'FAILED'

export const submitJob = async (
  { once, jobQueue, jobDefinition }: BatchSettings,
  work: BatchWork,
): Promise<string> => {
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
  { client }: BatchSettings,
  ids: readonly string[],
): Promise<Map<string, JobDetail>> => {
  const found = new Map<string, JobDetail>()
  for (let at = 0; at < ids.length; at += PAGE) {
    const { jobs = [] } = await client.send(new DescribeJobsCommand({ jobs: ids.slice(at, at + PAGE) }))
    for (const job of jobs) if (job.jobId) found.set(job.jobId, job)
  }
  return found
}

/** Ids of the Batch jobs at some work that have not ended, oldest first. */
export const findAlive = async ({ client, jobQueue }: BatchSettings, work: BatchWork): Promise<string[]> => {
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
  { client }: BatchSettings,
  batchJob: string,
  reason: string,
): Promise<void> => void (await client.send(new TerminateJobCommand({ jobId: batchJob, reason })))
