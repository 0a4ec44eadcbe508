/**
 * The bucket in which all state is: encrypted, versioned, reachable over TLS only, and kept when the stack goes.
 * @module
 */
import { AnyPrincipal, Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { acknowledge, BUCKET_REASONS } from '../acknowledge.js'
import type { Options } from '../options/index.js'
import { STATE } from './places.js'

export const createBucket = (
  scope: Construct,
  { encryption, removeData, keepDeletedDays }: Options,
): Bucket => {
  const removalPolicy = removeData ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN
  const key =
    encryption === 'kms'
      ? new Key(scope, 'Key', { enableKeyRotation: true, removalPolicy, description: 'State of promptpost' })
      : undefined
  const bucket = new Bucket(scope, 'Bucket', {
    ...(key
      ? { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }
      : { encryption: BucketEncryption.S3_MANAGED }),
    versioned: true,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy,
    lifecycleRules: [
      {
        // Nothing that is there goes by itself: only parts that nobody completed, and what was deleted or replaced.
        id: 'leftovers',
        abortIncompleteMultipartUploadAfter: Duration.days(1),
        noncurrentVersionExpiration: Duration.days(keepDeletedDays),
        expiredObjectDeleteMarker: true,
      },
    ],
  })
  acknowledge(bucket, BUCKET_REASONS)
  return bucket
}

/**
 * Refuses the service's own writes of state without a condition, so that a change of the code which forgets one fails at once instead
 * of losing another's write now and then. Who restores a backup is not bound by it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export const enforceConditionalWrites = (bucket: Bucket, roles: readonly Role[]): void => {
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'StateIsWrittenConditionally',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: STATE.map(pattern => bucket.arnForObjects(pattern)),
      conditions: {
        ArnEquals: { 'aws:PrincipalArn': roles.map(role => role.roleArn) },
        Null: { 's3:if-none-match': 'true', 's3:if-match': 'true' },
        // Parts of a multipart upload take no condition; its completion does.
        Bool: { 's3:ObjectCreationOperation': 'true' },
      },
    }),
  )
}
