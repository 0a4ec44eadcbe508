/**
 * Where things stand in the bucket, as patterns of keys: see `base/src/store/keys.ts`, which builds the keys. A `*` matches slashes too.
 * @module
 */

/** Places that no tenant owns. */
export const SHARED_PLACES = [
  'catalogue',
  'tokens',
  'queue',
  'ended',
  'rates',
  'deliveries',
  'weights',
  'service',
] as const

/**
 * What is only ever written under a condition (`If-None-Match` or `If-Match`): records, markers, feeds and books, on which more than
 * one process works. The rest is written by one process and named by a record after that: texts of data sets and of jobs, parts of
 * uploads, outputs and checkpoints of an attempt, weights.
 */
export const STATE = [
  'catalogue/*',
  'tokens/*',
  'queue/*',
  'ended/*',
  'rates/*',
  'deliveries/*',
  'service/*',
  'tenants/*/record.json',
  'tenants/*/allowance/*',
  'tenants/*/audit/*',
  'tenants/*/deletions/*',
  'tenants/*/idempotency/*',
  'tenants/*/jobs/*/batch*.json',
  'tenants/*/jobs/*/events/*',
  'tenants/*/prompts/*',
  'tenants/*/revisions/*',
  'tenants/*/tokens/*',
  'tenants/*/usage/*',
  'tenants/*/webhooks/*',
] as const

/** Why a role that works in a place gets all of it: keys have names of tenants and identifiers that are not known before. */
const WHY: Record<string, string> = {
  tenants: 'Tenants come and go; within a tenant, collections that the role does not work on are left out.',
  catalogue: 'What is issued to all tenants, an entry for each thing.',
  tokens: 'A token is found by its digest; the role can read one and list none.',
  queue: 'An entry for each job that has not ended.',
  ended: 'An entry for each end that has not been told.',
  rates: 'An entry for each kind of job.',
  deliveries: 'An entry for each message that is to be sent.',
  weights: 'Files of all models of the provider.',
}

/** The reason for a wildcard, or an error where there is none. */
export const whyPattern = (pattern: string): string => {
  const reason = WHY[pattern.split('/')[0] ?? '']
  if (reason === undefined) throw new Error(`no reason is given for the wildcard ${pattern}`)
  return reason
}
