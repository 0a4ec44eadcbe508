/**
 * Prompt transfer from a student to its teacher with public text.
 * @module
 */
export {
  type TargetParts,
  TRANSFER_DEFAULTS,
  type TransferFacts,
  type TransferOptions,
  type Transferred,
  type TransferSettings,
} from './settings.js'
export { targetLogitsOf, transfer, transferWith } from './transfer.js'
