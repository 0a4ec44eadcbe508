/**
 * The common case as one call.
 * @module
 */
export type {
  PlannedDataset,
  PlannedStep,
  TransferEffect,
  TransferSettings,
  TuneAndTransferOptions,
  TuneAndTransferPlan,
  TuneAndTransferProgress,
  TunedAndTransferred,
  TuningSettings,
} from './options.js'
export { tuneAndTransfer } from './tune-and-transfer.js'
