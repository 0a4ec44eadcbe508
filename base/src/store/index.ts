/**
 * State as objects: the store interface, its directory adapter, keys, identifiers and tokens.
 * @module
 */
export { ahead, READ_AT_ONCE } from './ahead.js'
export {
  type AuditEntry,
  type AuditMark,
  type AuditRecord,
  type AuditVerdict,
  appendAudit,
  readAudit,
  verifyAudit,
} from './audit-log.js'
export {
  decide,
  endOldHolds,
  type Hold,
  holdMark,
  letGo,
  type Mark,
  type Marked,
  markDecided,
  markKey,
  newHold,
  readMark,
} from './deletion-marks.js'
export { type DirectoryStore, openDirectoryStore } from './directory-store.js'
export { derivedIdentifier, identifierTime, newIdentifier } from './identifier.js'
export {
  createGroups,
  createInOrder,
  createJson,
  createOrUpdate,
  putOnce,
  readJson,
  updateJson,
} from './json.js'
export {
  type Collection,
  keyOf,
  modelFileKey,
  modelFolderKey,
  type Place,
  SHARED_PLACES,
  TENANT,
} from './keys.js'
export { withLock } from './lock.js'
export {
  foldersUnder,
  type Kept,
  measureTenant,
  objectsUnder,
  RESOURCE_COLLECTIONS,
  stagedKey,
} from './measure.js'
export { openMemoryStore } from './memory-store.js'
export { NAMED_IN } from './named-in.js'
export { appendNumbered, lastNumber, type NumberedFolder, padded, readNumbered } from './numbered.js'
export {
  checkKey,
  checkPrefix,
  checkRange,
  conflict,
  type FolderListOptions,
  type FolderPage,
  isConflict,
  KEY_LIMIT,
  type ListOptions,
  type NewObject,
  type ObjectData,
  type ObjectHead,
  type ObjectPage,
  type ObjectStore,
  type PutOptions,
  pageLimit,
  type StoredObject,
  type WriteCondition,
} from './object-store.js'
export { isAlive, isOfTheDead, type Owner, ownerTag, thisBoot, thisProcess } from './owner.js'
export { storageFailure } from './storage-failure.js'
export { createTogether, type Together } from './together.js'
export {
  type Access,
  type Credential,
  createToken,
  endAfter,
  findToken,
  listTokens,
  planToken,
  type Role,
  revokeToken,
  rotateToken,
  type TokenFacts,
  type TokenSettings,
  verifyToken,
} from './tokens.js'
