/**
 * The deployed policies, held against every request that the storage gets: what a role may not do there, it may not do here.
 * @module
 */
import type { Credentials, Operation, S3Double } from '@promptpost/aws/testing/s3-double'
import {
  buildStack,
  type Collected,
  type Context,
  collectPolicies,
  evaluate,
  templateOf,
} from '@promptpost/cdk/testing'
import type { CloudRole } from './cloud.js'

const ROLES: Record<CloudRole, string> = {
  api: 'ApiRole',
  'batch-events': 'BatchEventsRole',
  reconciler: 'ReconcilerRole',
  worker: 'WorkerRole',
}

/** What S3 asks for, and what it knows of the request then; several where it asks for several. */
const asked = (
  operation: Operation,
  key: string,
  condition: Context,
  query: URLSearchParams,
  exists: boolean,
): { action: string; onBucket?: true; context?: Context }[] => {
  const created = { 's3:ObjectCreationOperation': 'true', ...condition }
  switch (operation) {
    case 'PutObject':
    case 'CompleteMultipartUpload':
      return [{ action: 's3:PutObject', context: created }]
    case 'CreateMultipartUpload':
    case 'UploadPart':
      return [{ action: 's3:PutObject', context: { 's3:ObjectCreationOperation': 'false' } }]
    case 'AbortMultipartUpload':
      return [{ action: 's3:AbortMultipartUpload' }]
    case 'DeleteObject':
      return [{ action: 's3:DeleteObject' }]
    case 'GetObject':
    case 'HeadObject': {
      // Who may not list is told 403 of what is not there.
      const missing = { action: 's3:ListBucket', onBucket: true as const, context: { 's3:prefix': key } }
      return [{ action: 's3:GetObject' }, ...(exists ? [] : [missing])]
    }
    case 'ListObjectsV2': {
      const delimiter = query.get('delimiter')
      const context = {
        's3:prefix': query.get('prefix') ?? '',
        ...(delimiter && { 's3:delimiter': delimiter }),
      }
      return [{ action: 's3:ListBucket', onBucket: true, context }]
    }
    default:
      throw new Error(`what ${operation} needs is not known`)
  }
}

export type Watch = {
  /** Of a role at a storage, for its credentials. */
  rights: (role: CloudRole, s3: S3Double) => NonNullable<Credentials['allows']>
  /** Requests that were refused. */
  refused: string[]
  /** How many requests each role made. */
  counts: Map<CloudRole, number>
}

export const watchRights = (policies: Collected = collectPolicies(templateOf(buildStack()))): Watch => {
  const bucket = policies.only('AWS::S3::Bucket')
  const refused: string[] = []
  const counts = new Map<CloudRole, number>()
  return {
    refused,
    counts,
    rights:
      (role, s3) =>
      (operation, place, { headers, query }) => {
        counts.set(role, (counts.get(role) ?? 0) + 1)
        const condition: Record<string, string> = {}
        for (const name of ['if-none-match', 'if-match'])
          if (typeof headers[name] === 'string') condition[`s3:${name}`] = headers[name]
        const isAllowed = asked(
          operation as Operation,
          place,
          condition,
          query,
          s3.bucket.objects.has(place),
        ).every(
          ({ action, onBucket, context }) =>
            evaluate(policies, {
              principal: policies.roleArn(ROLES[role]),
              action,
              resource: onBucket ? bucket : `${bucket}/${place}`,
              context: { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', ...context },
            }) === 'allowed',
        )
        if (!isAllowed) refused.push(`${role}: ${operation} ${place} ${JSON.stringify(condition)}`)
        return isAllowed
      },
  }
}
