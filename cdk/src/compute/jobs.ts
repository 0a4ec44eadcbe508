/**
 * The queue in which every tenant has its fair share, and how a job runs.
 * @module
 */
import {
  Action,
  EcsEc2ContainerDefinition,
  EcsJobDefinition,
  EcsVolume,
  FairshareSchedulingPolicy,
  type IManagedEc2EcsComputeEnvironment,
  JobQueue,
  JobStateTimeLimitActionsReason,
  Reason,
  RetryStrategy,
} from 'aws-cdk-lib/aws-batch'
import { type ContainerImage, LogDriver } from 'aws-cdk-lib/aws-ecs'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import { Duration, Size, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { acknowledge, EXECUTION_REASONS } from '../acknowledge.js'
import type { Options } from '../options/index.js'
import { createLogGroup } from '../watch/log-group.js'
import { MACHINE_FOLDERS, WORKER_USER } from './machine-setup.js'

/** A worker was interrupted and gave its job back: see `gpu-jobs/src/worker/exit-codes.ts`. */
const INTERRUPTED = '75'

/** Every job of the service has this tag `app`: see `aws/src/batch/calls.ts`. */
const JOB_TAG = 'promptpost'

/** What a step may take of a GPU of 24 GB, the least that machines have: a transfer to a large model is computed in parts that fit. */
const GPU_MEMORY = '23GB'

/**
 * Between two checkpoints. A worker that is interrupted writes one more, so this is what a machine that dies without a word loses; and each
 * that is replaced stays in the bucket as long as all that is, a gigabyte of them for a small student.
 */
const CHECKPOINT = Duration.minutes(10)

/** Most that Batch allows. Each interruption of a spot instance takes one. */
const ATTEMPTS = 10

export const createQueue = (
  scope: Construct,
  environments: readonly IManagedEc2EcsComputeEnvironment[],
): JobQueue =>
  new JobQueue(scope, 'Queue', {
    computeEnvironments: environments.map((computeEnvironment, index) => ({
      computeEnvironment,
      order: index + 1,
    })),
    // A job's share identifier is its tenant; all have the same weight. What was used counts for an hour.
    schedulingPolicy: new FairshareSchedulingPolicy(scope, 'FairShare', { shareDecay: Duration.hours(1) }),
    // A job that cannot start holds up those behind it: it fails as `not-started`, and the log says why.
    jobStateTimeLimitActions: [
      {
        reason: JobStateTimeLimitActionsReason.INSUFFICIENT_INSTANCE_CAPACITY,
        maxTime: Duration.hours(24),
      },
      {
        reason: JobStateTimeLimitActionsReason.COMPUTE_ENVIRONMENT_MAX_RESOURCE,
        maxTime: Duration.minutes(10),
      },
      { reason: JobStateTimeLimitActionsReason.JOB_RESOURCE_REQUIREMENT, maxTime: Duration.minutes(10) },
    ],
  })

export const createWorkerRole = (scope: Construct): Role =>
  new Role(scope, 'WorkerRole', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') })

export type JobDefinitionParts = { bucket: IBucket; image: ContainerImage; jobRole: Role; options: Options }

export const createJobDefinition = (
  scope: Construct,
  { bucket, image, jobRole, options }: JobDefinitionParts,
): EcsJobDefinition => {
  const { gpu } = options
  const container = new EcsEc2ContainerDefinition(scope, 'Container', {
    image,
    gpu: 1,
    cpu: gpu.jobVcpus,
    memory: Size.mebibytes(gpu.jobMemoryMiB),
    jobRole,
    user: String(WORKER_USER),
    readonlyRootFilesystem: true,
    environment: {
      // Machines know it; containers are not told.
      AWS_REGION: Stack.of(scope).region,
      PROMPTPOST_STORE: `s3://${bucket.bucketName}`,
      PROMPTPOST_MODELS: '/models',
      PROMPTPOST_WORK: '/work',
      PROMPTPOST_MEMORY: GPU_MEMORY,
      PROMPTPOST_CHECKPOINT_SECONDS: String(CHECKPOINT.toSeconds()),
    },
    volumes: Object.entries(MACHINE_FOLDERS).map(([containerPath, hostPath]) =>
      EcsVolume.host({ name: containerPath.slice(1), containerPath, hostPath }),
    ),
    logging: LogDriver.awsLogs({ streamPrefix: 'job', logGroup: createLogGroup(scope, 'JobLog', options) }),
  })
  acknowledge(container.executionRole, EXECUTION_REASONS)
  return new EcsJobDefinition(scope, 'Job', {
    container,
    propagateTags: true,
    timeout: Duration.hours(gpu.jobHours),
    retryAttempts: ATTEMPTS,
    // In this order; what no rule matches would be tried again.
    retryStrategies: [
      RetryStrategy.of(Action.RETRY, Reason.custom({ onExitCode: INTERRUPTED })),
      RetryStrategy.of(Action.RETRY, Reason.SPOT_INSTANCE_RECLAIMED),
      RetryStrategy.of(Action.RETRY, Reason.CANNOT_PULL_CONTAINER),
      RetryStrategy.of(Action.EXIT, Reason.custom({ onReason: '*' })),
    ],
  })
}

/** Statements by which a function brings jobs to workers, asks for them and stops them. */
export const jobStatements = (queue: JobQueue, definition: EcsJobDefinition): PolicyStatement[] => {
  const { partition, region, account } = queue.stack
  const jobs = `arn:${partition}:batch:${region}:${account}:job/*`
  return [
    new PolicyStatement({
      sid: 'SubmitJobs',
      actions: ['batch:SubmitJob'],
      resources: [definition.jobDefinitionArn, queue.jobQueueArn],
    }),
    new PolicyStatement({
      sid: 'StopJobs',
      actions: ['batch:TerminateJob'],
      resources: [jobs],
      conditions: { StringEquals: { 'aws:ResourceTag/app': JOB_TAG } },
    }),
    // A job is tagged as it is submitted, which needs a right of its own.
    new PolicyStatement({
      sid: 'TagJobs',
      actions: ['batch:TagResource'],
      resources: [jobs],
      conditions: { StringEquals: { 'aws:RequestTag/app': JOB_TAG } },
    }),
    // Neither takes a resource.
    new PolicyStatement({
      sid: 'FindJobs',
      actions: ['batch:DescribeJobs', 'batch:ListJobs'],
      resources: ['*'],
    }),
  ]
}
