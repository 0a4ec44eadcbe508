/**
 * Which records name which: what may not go without them.
 * @module
 */
import type { RESOURCE_COLLECTIONS } from './measure.js'

type ResourceName = (typeof RESOURCE_COLLECTIONS)[number]

/** For each collection, where its identifiers stand: in which collection, under which field. */
export const NAMED_IN: Record<ResourceName, readonly (readonly [ResourceName, string])[]> = {
  models: [
    ['students', 'model'],
    ['transfers', 'model'],
    ['predictions', 'model'],
  ],
  datasets: [
    ['students', 'dataset'],
    ['transfers', 'dataset'],
  ],
  students: [
    ['prompts', 'student'],
    ['transfers', 'student'],
  ],
  prompts: [
    ['transfers', 'prompt'],
    ['predictions', 'prompt'],
  ],
  transfers: [
    ['predictions', 'transfer'],
    ['transfers', 'migrated_from'],
  ],
  predictions: [],
}
