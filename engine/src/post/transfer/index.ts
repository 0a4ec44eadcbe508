/**
 * Prompt transfer from a student to its teacher with public text.
 * @module
 */
export {
  type TargetParts,
  TRANSFER_DEFAULTS,
  type TransferFacts,
  type TransferOptions,
  type TransferSettings,
} from './settings.js'
export { type Transferred, targetLogitsOf, transfer, transferWith } from './transfer.js'
