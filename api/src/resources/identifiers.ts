/**
 * Identifiers of what the service holds: a prefix for each collection.
 * @module
 */
const PREFIX = {
  models: 'mod',
  datasets: 'dst',
  uploads: 'upl',
  prompts: 'pmt',
  students: 'stu',
  transfers: 'trf',
  predictions: 'prd',
  jobs: 'job',
  webhooks: 'whk',
} as const

export type CollectionName = keyof typeof PREFIX
export type ResourceName = Exclude<CollectionName, 'jobs' | 'webhooks' | 'uploads'>
/** What counts against a tenant's allowance. */
export type CountedName = ResourceName | 'uploads'

/** The identifier prefix of a collection. */
export const prefixOf = (collection: CollectionName): string => PREFIX[collection]

/** Whether a string could be an identifier of the collection; anything else is not found without a look. */
export const isIdentifier = (collection: CollectionName, id: string): boolean =>
  id.startsWith(`${PREFIX[collection]}_`) && /^[a-z]{3}_[0-9a-z]{26}$/.test(id)
