/**
 * AWS Batch on the loopback, for tests: its wire protocol and its states, with attempts that are real processes.
 * @module
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AwsError, type Credentials } from '../aws-error.js'
import { verifySignature } from '../signature.js'
import { createMachine, type Machine, type Submission } from './machine.js'
import type { BatchEvent, Fault, JobDefinition } from './types.js'

export type { BatchEvent, Fault, JobDefinition, JobDetail } from './types.js'

export const REGION = 'eu-central-1'
export const BATCH_ACCESS = { accessKeyId: 'AKIBATCH', secretAccessKey: 'secret-of-the-batch-double' }
export const QUEUE = `arn:aws:batch:${REGION}:123456789012:job-queue/gpu`
export const DEFINITION = `arn:aws:batch:${REGION}:123456789012:job-definition/worker:1`

/** DescribeJobs takes so many, and ListJobs gives so many at most. */
const PAGE = 100

export type Operation = 'SubmitJob' | 'DescribeJobs' | 'ListJobs' | 'TerminateJob' | 'CancelJob'

export type BatchDouble = {
  endpoint: string
  machine: Machine
  keys: Map<string, Credentials>
  /** What goes wrong with the next request; nothing, unless set. */
  chance: (operation: Operation) => Fault | undefined
  clock: () => number
  /** Takes the events; a test gives them on as it likes. */
  onEvent: (event: BatchEvent) => void
  log: { operation: Operation; status: number | 'dropped' }[]
  close(): Promise<void>
}

export type BatchDoubleOptions = {
  /** What a job runs. */
  command: readonly string[]
  environment: Record<string, string>
  retryStrategy?: JobDefinition['retryStrategy']
  timeout?: number
  slots?: number
  grace?: number
}

/** As the deployment sets them: see docs/deploy-aws.md. */
export const RETRY_STRATEGY: JobDefinition['retryStrategy'] = {
  attempts: 10,
  evaluateOnExit: [
    { action: 'RETRY', onStatusReason: 'Host EC2*' },
    { action: 'RETRY', onExitCode: '75' },
    { action: 'EXIT', onReason: '*' },
  ],
}

type Body = Record<string, unknown>

const perform = (machine: Machine, operation: Operation, body: Body): unknown => {
  switch (operation) {
    case 'SubmitJob': {
      const { jobArn, jobName, jobId } = machine.submit(body as Submission)
      return { jobArn, jobName, jobId }
    }
    case 'DescribeJobs': {
      const ids = body.jobs as string[]
      if (!Array.isArray(ids) || ids.length > PAGE)
        throw new AwsError(400, 'ClientException', 'jobs has 100 at most')
      return { jobs: ids.flatMap(id => machine.jobs.get(id) ?? []) }
    }
    case 'ListJobs': {
      const [filter] = (body.filters ?? []) as { name: string; values: string[] }[]
      if (filter?.name !== 'JOB_NAME')
        throw new AwsError(400, 'ClientException', 'the double lists by name alone')
      // A queue's list has arrays, not their children.
      const all = [...machine.jobs.values()].filter(
        ({ jobName, arrayProperties }) =>
          filter.values.includes(jobName) && arrayProperties?.index === undefined,
      )
      const from = Number(body.nextToken ?? 0)
      const limit = Math.min(Number(body.maxResults ?? PAGE), PAGE)
      const page = all.slice(from, from + limit)
      const rows = page.map(({ jobArn, jobId, jobName, status, createdAt }) => ({
        jobArn,
        jobId,
        jobName,
        status,
        createdAt,
      }))
      return { jobSummaryList: rows, ...(from + limit < all.length && { nextToken: String(from + limit) }) }
    }
    default: {
      const { jobId, reason } = body as { jobId?: string; reason?: string }
      if (!jobId || !reason) throw new AwsError(400, 'ClientException', 'jobId and reason are needed')
      machine.terminate(jobId, reason, operation === 'CancelJob' ? 'cancel' : 'terminate')
      return {}
    }
  }
}

const PATHS: Record<string, Operation> = {
  '/v1/submitjob': 'SubmitJob',
  '/v1/describejobs': 'DescribeJobs',
  '/v1/listjobs': 'ListJobs',
  '/v1/terminatejob': 'TerminateJob',
  '/v1/canceljob': 'CancelJob',
}

export const startBatchDouble = async (options: BatchDoubleOptions): Promise<BatchDouble> => {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const path = request.url ?? ''
    const operation = PATHS[path]
    const send = (status: number, value: unknown, headers: Record<string, string> = {}): void => {
      if (operation) double.log.push({ operation, status })
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(value))
    }
    try {
      const digest = createHash('sha256').update(body).digest('hex')
      const { method = '', headers } = request
      verifySignature(
        { method, path, query: new URLSearchParams(), headers, digest },
        double.keys,
        double.clock(),
        'batch',
      )
      if (!operation) throw new AwsError(404, 'ClientException', 'the double does not have this operation')
      const fault = double.chance(operation)
      if (fault?.kind === 'status') throw new AwsError(fault.status, fault.code, 'as the test asked')
      const value =
        fault?.kind === 'drop-before'
          ? {}
          : perform(double.machine, operation, JSON.parse(body.toString()) as Body)
      if (!fault) return send(200, value)
      double.log.push({ operation, status: 'dropped' })
      request.socket.destroy()
    } catch (error) {
      const known = error instanceof AwsError ? error : new AwsError(500, 'ServerException', String(error))
      send(known.status, { message: known.message }, { 'x-amzn-errortype': known.code })
    }
  }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const double: BatchDouble = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    machine: createMachine({
      definitions: [
        {
          jobDefinitionArn: DEFINITION,
          command: options.command,
          environment: options.environment,
          retryStrategy: options.retryStrategy ?? RETRY_STRATEGY,
          ...(options.timeout !== undefined && { timeout: options.timeout }),
        },
      ],
      queue: QUEUE,
      region: REGION,
      slots: options.slots ?? 2,
      grace: options.grace ?? 5_000,
      clock: () => double.clock(),
      emit: event => double.onEvent(event),
    }),
    keys: new Map([[BATCH_ACCESS.accessKeyId, { secret: BATCH_ACCESS.secretAccessKey, region: REGION }]]),
    chance: () => undefined,
    clock: Date.now,
    onEvent: () => {},
    log: [],
    async close() {
      await double.machine.stop()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return double
}
