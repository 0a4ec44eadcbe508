/**
 * Signed reports: canonical JSON, keys, and the seal that ties a privacy report to its prompt.
 * @module
 */
export { canonicalJson } from './canonical.js'
export { keyFingerprint, publicKeyText } from './keys.js'
export {
  MOST_REPORT_BYTES,
  type PromptDigests,
  promptDigests,
  REPORT_VERSION,
  SEALED_FILES,
  type Sealed,
  type SealedFile,
  type SealedFiles,
  type SealProblem,
  type Signature,
  sealProblem,
  sealReport,
} from './seal.js'
