/**
 * The three functions, each with a role, a log and rights of its own.
 * @module
 */
import type { EcsJobDefinition, JobQueue } from 'aws-cdk-lib/aws-batch'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Duration, Size } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import {
  API_FUNCTION_REASONS,
  acknowledge,
  BATCH_REASONS,
  DEAD_LETTER_REASONS,
  EVENT_FUNCTION_REASONS,
  FUNCTION_REASONS,
} from '../acknowledge.js'
import type { Artifacts, FunctionName } from '../artifacts.js'
import { jobStatements } from '../compute/jobs.js'
import { grantRights } from '../data/grant.js'
import { RIGHTS } from '../data/rights.js'
import type { Options } from '../options/index.js'
import { createLogGroup } from '../watch/log-group.js'

export type FunctionParts = {
  artifacts: Artifacts
  bucket: Bucket
  queue: JobQueue
  definition: EcsJobDefinition
  options: Options
}

type Dimensions = { memory: number; timeout: number; disk?: number }

const environmentOf = ({ bucket, queue, definition, options }: FunctionParts): Record<string, string> => {
  const { oidc, price, retention } = options
  return {
    PROMPTPOST_BUCKET: bucket.bucketName,
    PROMPTPOST_JOB_QUEUE: queue.jobQueueArn,
    PROMPTPOST_JOB_DEFINITION: definition.jobDefinitionArn,
    ...(oidc ? { PROMPTPOST_OIDC_ISSUER: oidc.issuer, PROMPTPOST_OIDC_AUDIENCE: oidc.audience } : {}),
    ...(oidc?.tenantClaim ? { PROMPTPOST_OIDC_TENANT_CLAIM: oidc.tenantClaim } : {}),
    ...(oidc?.roleClaim ? { PROMPTPOST_OIDC_ROLE_CLAIM: oidc.roleClaim } : {}),
    ...(price
      ? { PROMPTPOST_PRICE_PER_HOUR: String(price.perHour), PROMPTPOST_CURRENCY: price.currency }
      : {}),
    ...(retention ? { PROMPTPOST_RETENTION: retention } : {}),
  }
}

/** Where events go that a function could not take in, for two weeks. */
const createDeadLetters = (scope: Construct, id: string): Queue => {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  })
  acknowledge(queue, DEAD_LETTER_REASONS)
  return queue
}

export type ServiceFunction = { name: FunctionName; code: LambdaFunction; role: Role; deadLetters?: Queue }

const IDS: Record<FunctionName, string> = {
  api: 'Api',
  'batch-events': 'BatchEvents',
  reconciler: 'Reconciler',
}

/** Time is in seconds, memory and disk in MiB. An event is given three times, within two hours, to a function that throws. */
const SIZES: Record<FunctionName, Dimensions> = {
  // The gateway waits 30 s. With 1769 MiB goes one processor; the disk holds a data set whose parts are put together.
  api: { memory: 1769, timeout: 29, disk: 1024 },
  'batch-events': { memory: 512, timeout: 60 },
  // Ends before the next one begins.
  reconciler: { memory: 512, timeout: 240 },
}

const createFunction = (scope: Construct, name: FunctionName, parts: FunctionParts): ServiceFunction => {
  const id = IDS[name]
  const { memory, timeout, disk } = SIZES[name]
  const logGroup = createLogGroup(scope, `${id}Log`, parts.options)
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
  role.addToPolicy(
    new PolicyStatement({
      sid: 'WriteLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  )
  grantRights(role, parts.bucket, RIGHTS[name])
  for (const statement of jobStatements(parts.queue, parts.definition)) role.addToPolicy(statement)
  acknowledge(role, BATCH_REASONS)
  const deadLetters = name === 'api' ? undefined : createDeadLetters(scope, `${id}DeadLetters`)
  const code = new LambdaFunction(scope, id, {
    code: parts.artifacts.code(name),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    role,
    logGroup,
    memorySize: memory,
    timeout: Duration.seconds(timeout),
    ...(disk ? { ephemeralStorageSize: Size.mebibytes(disk) } : {}),
    environment: environmentOf(parts),
    ...(deadLetters
      ? { deadLetterQueue: deadLetters, retryAttempts: 2, maxEventAge: Duration.hours(2) }
      : {}),
  })
  acknowledge(code, { ...FUNCTION_REASONS, ...(deadLetters ? EVENT_FUNCTION_REASONS : API_FUNCTION_REASONS) })
  return { name, code, role, ...(deadLetters ? { deadLetters } : {}) }
}

export const createFunctions = (
  scope: Construct,
  parts: FunctionParts,
): Record<FunctionName, ServiceFunction> => ({
  api: createFunction(scope, 'api', parts),
  'batch-events': createFunction(scope, 'batch-events', parts),
  reconciler: createFunction(scope, 'reconciler', parts),
})
