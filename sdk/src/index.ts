/**
 * promptpost for clients: the API client, local prompt tuning, privacy accounting and audits. Importing it does not load
 * ONNX Runtime; `tunePrompt` and the audits do, when they are called.
 * @module
 */
export * from './audit/index.js'
export { type PromptPart, type PromptUpload, readPromptFolder } from './client/disk/prompt-folder.js'
export * from './client/index.js'
export * from './export/index.js'
export * from './local/index.js'
export {
  type ClassifiedLocalFirst,
  type ClassifyLocalFirstOptions,
  type LocalFirstCounts,
  type LocalFirstDecision,
  type LocalFirstPlan,
  type LocalFirstProgress,
  type LocalFirstResult,
  type LocalFirstRule,
  type PlanLocalFirstOptions,
  planLocalFirst,
  type Redact,
} from './local-first/index.js'
export * from './privacy/index.js'
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
} from './tune-and-transfer/index.js'
export {
  type AnyHeaders,
  type UnwrapOptions,
  unwrap as unwrapWebhook,
  type WebhookEvent,
  WebhookVerificationError,
} from './webhooks/index.js'
