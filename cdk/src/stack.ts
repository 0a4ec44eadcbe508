/**
 * promptpost on AWS, as one stack: what holds state is kept apart by its removal policy, not by a stack of its own.
 * @module
 */
import { CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { Artifacts } from './artifacts.js'
import { createJobDefinition, createQueue, createWorkerRole } from './compute/jobs.js'
import { createMachines } from './compute/machines.js'
import { createBucket, enforceConditionalWrites } from './data/bucket.js'
import { grantRights } from './data/grant.js'
import { RIGHTS } from './data/rights.js'
import { createNetwork } from './network/vpc.js'
import type { Options } from './options/index.js'
import { createFunctions } from './service/functions.js'
import { createGateway } from './service/gateway.js'
import { everyFewMinutes, onJobChange } from './service/triggers.js'
import { createAlarms } from './watch/alarms.js'
import { createBudget } from './watch/budget.js'
import { createDashboard } from './watch/dashboard.js'

export type PromptPostStackProps = StackProps & { options: Options; artifacts: Artifacts }

export class PromptPostStack extends Stack {
  constructor(scope: Construct, { options, artifacts, ...props }: PromptPostStackProps) {
    super(scope, options.name, {
      description: 'promptpost: transfer of soft prompts as a service',
      ...props,
    })
    Tags.of(this).add('promptpost', options.name)
    const bucket = createBucket(this, options)

    const network = createNetwork(this, bucket, options)
    const queue = createQueue(this, createMachines(this, network, options))
    const jobRole = createWorkerRole(this)
    grantRights(jobRole, bucket, RIGHTS.worker)
    const definition = createJobDefinition(this, { bucket, image: artifacts.image, jobRole, options })

    const functions = createFunctions(this, { artifacts, bucket, queue, definition, options })
    const all = Object.values(functions)
    enforceConditionalWrites(bucket, [...all.map(({ role }) => role), jobRole])
    const gateway = createGateway(this, functions.api.code, options)
    onJobChange(this, queue, functions['batch-events'])
    everyFewMinutes(this, functions.reconciler)

    const parts = { functions: all, gateway, queue, options }
    createDashboard(this, parts, createAlarms(this, parts))
    createBudget(this, options)

    const outputs: Record<string, string> = {
      Url: gateway.stage.url,
      BucketName: bucket.bucketName,
      JobQueue: queue.jobQueueArn,
    }
    for (const [id, value] of Object.entries(outputs)) new CfnOutput(this, id, { value })
  }
}
