/**
 * What every room stands on: errors that name the next step, files written whole, digests.
 * @module
 */

export { digestFileBeside } from './digest-beside.js'
export { type ErrorCode, type ErrorDetails, PromptPostError } from './errors.js'
export { MODEL_KINDS, type ModelKind } from './families.js'
export { digestFile, digestOfItems, digestOfList, sha256, writeFileAtomic } from './files.js'
export { makeFolder } from './folders.js'
export { outliveReader } from './output.js'
export { readSize } from './size.js'
