/**
 * A role's rights as statements. CDK's own grants (`grantRead`, `grantPut`) would give `s3:List*` on all of the bucket, and more.
 * @module
 */

import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import { type CfnElement, Stack } from 'aws-cdk-lib/core'
import { acknowledge, wildcard } from '../acknowledge.js'
import { whyPattern } from './places.js'
import type { Rights } from './rights.js'

const keyStatement = (bucket: IBucket): PolicyStatement[] => {
  if (!bucket.encryptionKey) return []
  const { region } = Stack.of(bucket)
  return [
    new PolicyStatement({
      sid: 'UseKey',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [bucket.encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
    }),
  ]
}

/** Lets a role do in the bucket what is in the table, and nothing else. */
export const grantRights = (role: Role, bucket: IBucket, rights: Rights): void => {
  const objects = (sid: string, actions: string[], patterns: readonly string[]): PolicyStatement =>
    new PolicyStatement({
      sid,
      actions,
      resources: patterns.map(pattern => bucket.arnForObjects(pattern)),
    })
  const listing = (sid: string, conditions: Record<string, Record<string, unknown>>): PolicyStatement =>
    new PolicyStatement({ sid, actions: ['s3:ListBucket'], resources: [bucket.bucketArn], conditions })
  const statements = [
    objects('ReadObjects', ['s3:GetObject'], rights.read),
    objects('WriteObjects', ['s3:PutObject', 's3:AbortMultipartUpload'], rights.write),
    objects('RemoveObjects', ['s3:DeleteObject'], rights.remove),
    listing('ListFolders', { StringLike: { 's3:prefix': [...rights.list] } }),
    ...(rights.tenantNames
      ? [listing('NameTenants', { StringEquals: { 's3:prefix': 'tenants/', 's3:delimiter': '/' } })]
      : []),
    ...keyStatement(bucket),
  ]
  for (const statement of statements) role.addToPolicy(statement)
  const stack = Stack.of(bucket)
  const id = stack.getLogicalId(bucket.node.defaultChild as CfnElement)
  const named = [...rights.read, ...rights.write, ...rights.remove]
  const patterns = new Set(named.filter(pattern => pattern.includes('*')))
  acknowledge(
    role,
    Object.fromEntries(
      [...patterns].map(pattern => [wildcard(`<${id}.Arn>/${pattern}`), whyPattern(pattern)]),
    ),
  )
}
