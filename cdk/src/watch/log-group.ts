import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { RemovalPolicy } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { Options } from '../options/index.js'

/** A log of its own, kept as long as the options say, gone with the stack. */
export const createLogGroup = (
  scope: Construct,
  id: string,
  { logDays }: Pick<Options, 'logDays'>,
): LogGroup =>
  new LogGroup(scope, id, { retention: logDays as RetentionDays, removalPolicy: RemovalPolicy.DESTROY })
