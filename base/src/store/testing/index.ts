/**
 * What every ObjectStore must do, as tests: an adapter's test file calls `storeContract` once. Nothing here asks for more than
 * object storage over a network can do; what only some adapters can is an ability that its subject states.
 * @module
 */
import { describe } from 'vitest'
import { listContract } from './listing.js'
import { objectContract } from './objects.js'
import { keyContract } from './odd-keys.js'
import { processContract } from './processes.js'
import { rangeContract } from './ranges.js'
import type { Subject } from './subject.js'

export { dyingAfter } from './dying-store.js'
export type { Abilities, SharedPlace, Subject } from './subject.js'

export const storeContract = (subject: Subject): void => {
  describe(`${subject.name} as an object store`, () => {
    objectContract(subject)
    keyContract(subject)
    rangeContract(subject)
    listContract(subject)
    processContract(subject)
  })
}
