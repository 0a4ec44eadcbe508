/**
 * What wakes the functions that no request calls: changes of jobs, and time.
 * @module
 */
import type { JobQueue } from 'aws-cdk-lib/aws-batch'
import { Rule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler'
import { Duration, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { ServiceFunction } from './functions.js'

const MINUTES_BETWEEN_RECONCILIATIONS = 5

/** Every change of state of a job in this queue. Batch delivers it at least once and in any order. */
export const onJobChange = (scope: Construct, queue: JobQueue, target: ServiceFunction): Rule => {
  const rule = new Rule(scope, 'JobChange', {
    description: 'Changes of jobs in the queue of promptpost',
    eventPattern: {
      source: ['aws.batch'],
      detailType: ['Batch Job State Change'],
      detail: { jobQueue: [queue.jobQueueArn] },
    },
  })
  rule.addTarget(
    new LambdaTarget(target.code, {
      retryAttempts: 20,
      maxEventAge: Duration.hours(2),
      ...(target.deadLetters ? { deadLetterQueue: target.deadLetters } : {}),
    }),
  )
  return rule
}

/** What an event did not bring about, time does: every job ends in the right state though no event ever comes. */
export const everyFewMinutes = (scope: Construct, { code, deadLetters }: ServiceFunction): CfnSchedule => {
  const { partition, region, account } = Stack.of(scope)
  const group = new CfnScheduleGroup(scope, 'Schedules')
  const groupSchedules = `arn:${partition}:scheduler:${region}:${account}:schedule-group/${group.ref}`
  const role = new Role(scope, 'ScheduleRole', {
    // No other schedule of this account may use it.
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': groupSchedules } },
    }),
  })
  role.addToPolicy(
    new PolicyStatement({
      sid: 'Wake',
      actions: ['lambda:InvokeFunction'],
      resources: [code.functionArn],
    }),
  )
  if (deadLetters)
    role.addToPolicy(
      new PolicyStatement({
        sid: 'KeepWhatFailed',
        actions: ['sqs:SendMessage'],
        resources: [deadLetters.queueArn],
      }),
    )
  return new CfnSchedule(scope, 'Reconciliation', {
    description: 'Looks at all jobs that have not ended',
    groupName: group.ref,
    scheduleExpression: `rate(${MINUTES_BETWEEN_RECONCILIATIONS} minutes)`,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: code.functionArn,
      roleArn: role.roleArn,
      // The next one comes soon enough.
      retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 300 },
      ...(deadLetters ? { deadLetterConfig: { arn: deadLetters.queueArn } } : {}),
    },
  })
}
