/**
 * Findings of cdk-nag that are meant so, each with its reason, on the construct it is about. Wildcards in the bucket are acknowledged
 * pattern by pattern where they are granted.
 * @module
 */
import { Validations } from 'aws-cdk-lib/core'
import type { IConstruct } from 'constructs'

/** A wildcard as cdk-nag names it. */
export const wildcard = (resource: string): string => `AwsSolutions-IAM5[Resource::${resource}]`

/** @param reasons by rule */
export const acknowledge = (construct: IConstruct, reasons: Readonly<Record<string, string>>): void =>
  Validations.of(construct).acknowledge(...Object.entries(reasons).map(([id, reason]) => ({ id, reason })))

const account = (service: string, kind: string): string =>
  wildcard(`arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${kind}/*`)

/** Of the roles that call Batch. */
export const BATCH_REASONS = {
  [wildcard('*')]: 'batch:DescribeJobs and batch:ListJobs take no resource.',
  [account('batch', 'job')]:
    'The identifier of a job is not known before it is submitted: jobs are told apart by their tag.',
}

/** Of the role of machines. */
export const MACHINE_REASONS = {
  [wildcard('*')]: 'ecs:DiscoverPollEndpoint takes no resource: an agent asks before it has joined.',
  [account('ecs', 'cluster')]: 'Batch makes and names the cluster that the machine joins.',
  [account('ecs', 'container-instance')]: 'The identifier of a machine is not known before it has joined.',
}

export const EXECUTION_REASONS = {
  [wildcard('*')]: 'ecr:GetAuthorizationToken takes no resource.',
}

export const BUCKET_REASONS = {
  'AwsSolutions-S1':
    'Who did what is in the audit log of each tenant, and in CloudTrail data events where an account turns them on: access logs would only be another place with keys of objects.',
}

export const ROUTE_REASONS = {
  'AwsSolutions-APIG4':
    "The application checks every request's token itself, also behind the gateway's authorizer; what it answers without one is public.",
}

export const FUNCTION_REASONS = {
  'Serverless-LambdaTracing':
    'Requests are followed by their identifier in logs; traces would be another store of who asked when, and need a right on everything.',
}

export const API_FUNCTION_REASONS = {
  'Serverless-LambdaDLQ': 'It is only called by the gateway, which waits for its answer.',
}

export const EVENT_FUNCTION_REASONS = {
  'Serverless-LambdaAsyncFailureDestination':
    'Its dead letter queue holds the events; a destination would also hold what the function said of them.',
}

export const DEAD_LETTER_REASONS = {
  'Serverless-SQSRedrivePolicy': 'It is the dead letter queue.',
  'AwsSolutions-SQS3': 'It is the dead letter queue.',
}

export const SUBSCRIPTION_REASONS = {
  'Serverless-SNSRedrivePolicy':
    'A mail that cannot be delivered is not sent later: the alarm stays where it is.',
}

export const NOTICE_REASONS = {
  'Serverless-EventBusDLQ':
    'The notice only adds details: the alarm counts matches of the rule, whether they are delivered or not.',
}
