/**
 * What someone should look at, and where it is told.
 * @module
 */
import type { JobQueue } from 'aws-cdk-lib/aws-batch'
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Duration, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { acknowledge, NOTICE_REASONS, SUBSCRIPTION_REASONS } from '../acknowledge.js'
import type { Options } from '../options/index.js'
import type { ServiceFunction } from '../service/functions.js'
import type { Gateway } from '../service/gateway.js'

const FIVE_MINUTES = Duration.minutes(5)

type Watched = {
  metric: IMetric
  description: string
  /** How much is too much; 1 unless given. */
  threshold?: number
  /** Periods in which it must be so; 1 unless given. */
  periods?: number
  /** Alarms when there is less instead, or nothing at all. */
  isFloor?: true
}

export type Alarms = { topic: Topic; alarms: Alarm[] }

export type WatchedParts = {
  functions: readonly ServiceFunction[]
  gateway: Gateway
  queue: JobQueue
  options: Options
}

/** Batch says so when the job at the head of the queue cannot start; which and why is in the event. */
const onBlockedQueue = (scope: Construct, queue: JobQueue, topic: Topic): Metric => {
  const rule = new Rule(scope, 'QueueBlocked', {
    description: 'A job of promptpost cannot start and holds up others',
    eventPattern: {
      source: ['aws.batch'],
      detailType: ['Batch Job Queue Blocked'],
      detail: { jobQueue: [queue.jobQueueArn] },
    },
    // Not the event as it is: that has the job's whole environment.
    targets: [
      new SnsTopic(topic, {
        message: RuleTargetInput.fromText(
          `Job ${EventField.fromPath('$.detail.jobName')} cannot start: ${EventField.fromPath('$.detail.statusReason')}`,
        ),
      }),
    ],
  })
  acknowledge(rule, NOTICE_REASONS)
  return new Metric({
    namespace: 'AWS/Events',
    metricName: 'MatchedEvents',
    dimensionsMap: { RuleName: rule.ruleName },
    statistic: Stats.SUM,
    period: FIVE_MINUTES,
  })
}

const watchedOf = ({ functions, gateway }: WatchedParts, blocked: Metric): Record<string, Watched> => {
  const sum = { statistic: Stats.SUM, period: FIVE_MINUTES }
  const ofFunction = ({ name, code, deadLetters }: ServiceFunction): [string, Watched][] => [
    [`${name}-errors`, { metric: code.metricErrors(sum), description: `${name} failed or ran out of time` }],
    [`${name}-throttles`, { metric: code.metricThrottles(sum), description: `${name} was not let run` }],
    ...(deadLetters
      ? ([
          [
            `${name}-dead-letters`,
            {
              metric: deadLetters.metricApproximateNumberOfMessagesVisible({
                statistic: Stats.MAXIMUM,
                period: FIVE_MINUTES,
              }),
              description: `Events that ${name} could not take in`,
            },
          ],
        ] satisfies [string, Watched][])
      : []),
  ]
  const reconciler = functions.find(({ name }) => name === 'reconciler')
  return {
    ...Object.fromEntries(functions.flatMap(ofFunction)),
    ...(reconciler
      ? {
          'reconciler-silent': {
            metric: reconciler.code.metricInvocations(sum),
            description: 'Jobs have not been looked at for a quarter of an hour',
            periods: 3,
            isFloor: true as const,
          },
        }
      : {}),
    'server-errors': {
      metric: gateway.api.metricServerError(sum),
      description: 'Requests were answered with a status of 500 or more',
      threshold: 5,
    },
    'jobs-stuck': { metric: blocked, description: 'A job cannot start and holds up others' },
  }
}

export const createAlarms = (scope: Construct, parts: WatchedParts): Alarms => {
  const { queue, options } = parts
  const topic = new Topic(scope, 'Alarms', { enforceSSL: true })
  // A topic with a policy of its own has no longer the one by which its account's alarms may publish.
  const alarmsOf = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } }
  topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com', { conditions: alarmsOf }))
  if (options.alarmEmail) {
    topic.addSubscription(new EmailSubscription(options.alarmEmail))
    acknowledge(topic, SUBSCRIPTION_REASONS)
  }
  const watched = watchedOf(parts, onBlockedQueue(scope, queue, topic))
  const alarms = Object.entries(watched).map(
    ([name, { metric, description, threshold = 1, periods = 1, isFloor }]) => {
      const alarm = new Alarm(scope, `Alarm-${name}`, {
        alarmName: `${options.name}-${name}`,
        alarmDescription: description,
        metric,
        threshold,
        evaluationPeriods: periods,
        comparisonOperator: isFloor
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: isFloor ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      })
      alarm.addAlarmAction(new SnsAction(topic))
      return alarm
    },
  )
  return { topic, alarms }
}
