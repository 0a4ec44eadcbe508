/**
 * What each role does in the bucket: one table, from which its policy is written. Nobody gets more than the code of that role calls.
 *
 * A list right is also what tells a missing object (404) from a forbidden one (403): S3 then asks for `s3:ListBucket` with the object's
 * key as the prefix. `*.json` therefore allows to ask for an object by its name, and not to list what there is.
 * @module
 */

export type Rights = {
  /** Objects that may be read. */
  read: readonly string[]
  /** Objects that may be written. What may be written conditionally must be readable. */
  write: readonly string[]
  remove: readonly string[]
  /** Prefixes that may be listed. */
  list: readonly string[]
  /** Whether it may know the names of all tenants; not what they have. */
  tenantNames?: true
}

export type RoleName = 'api' | 'batch-events' | 'reconciler' | 'worker'

/** Seals the secrets of webhooks; made by whoever needs it first. */
const SEAL = 'service/webhook-key'

/** What follows the end of a job: events, usage, rates, webhooks. */
const FOLLOW_UP: Rights = {
  read: [
    SEAL,
    'queue/*',
    'ended/*',
    'rates/*',
    'deliveries/*',
    'tenants/*/jobs/*',
    'tenants/*/usage/*',
    'tenants/*/webhooks/*',
  ],
  write: [
    SEAL,
    'queue/*',
    'ended/*',
    'rates/*',
    'deliveries/*',
    'tenants/*/jobs/*',
    'tenants/*/usage/*',
    'tenants/*/webhooks/*',
  ],
  remove: ['queue/*', 'ended/*', 'deliveries/*', 'tenants/*/jobs/*', 'tenants/*/webhooks/*/deliveries/*'],
  list: [
    SEAL,
    'queue/*',
    'ended/*',
    'deliveries/*',
    'rates/*.json',
    'tenants/*/jobs/*/*',
    'tenants/*/usage/*/*',
    'tenants/*/webhooks/*',
  ],
}

export const RIGHTS: Record<RoleName, Rights> = {
  // Serves every tenant: that a request reaches its own tenant's folder only is the application's part.
  api: {
    read: [
      SEAL,
      'tenants/*',
      'catalogue/*',
      'queue/*',
      'ended/*',
      'deliveries/*',
      'rates/*',
      'tokens/*',
      'weights/*',
    ],
    write: [SEAL, 'tenants/*', 'catalogue/*', 'queue/*', 'ended/*', 'deliveries/*'],
    remove: ['tenants/*', 'catalogue/*', 'queue/*', 'ended/*', 'deliveries/*'],
    list: [
      SEAL,
      'tenants/*/*',
      'catalogue/*',
      'weights/*',
      'queue/*.json',
      'ended/*.json',
      'deliveries/*.json',
      'rates/*.json',
      'tokens/*.json',
    ],
    // Before a shared thing is deleted, others are asked whether they need it.
    tenantNames: true,
  },
  'batch-events': FOLLOW_UP,
  // Also does what time brings about: retention, uploads that broke off, deletions that were interrupted.
  reconciler: {
    read: [SEAL, 'tenants/*', 'catalogue/*', 'queue/*', 'ended/*', 'rates/*', 'deliveries/*'],
    write: [SEAL, 'tenants/*', 'queue/*', 'ended/*', 'rates/*', 'deliveries/*'],
    remove: ['tenants/*', 'catalogue/*', 'queue/*', 'ended/*', 'deliveries/*'],
    list: [SEAL, 'tenants/*/*', 'catalogue/*.json', 'queue/*', 'ended/*', 'deliveries/*', 'rates/*.json'],
    tenantNames: true,
  },
  // Reads what a job may name, of any tenant: a transfer brings one tenant's prompt to another's model. Writes jobs only.
  worker: {
    read: [
      'weights/*',
      'queue/*',
      'ended/*',
      'tenants/*/jobs/*',
      'tenants/*/datasets/*/texts.jsonl',
      'tenants/*/prompts/*/*',
    ],
    write: ['ended/*', 'tenants/*/jobs/*'],
    remove: ['queue/*', 'tenants/*/jobs/*/*'],
    list: [
      'weights/*/*',
      'queue/*.json',
      'ended/*.json',
      'tenants/*/jobs/*/*',
      'tenants/*/datasets/*/texts.jsonl',
      'tenants/*/prompts/*/*',
    ],
  },
}
