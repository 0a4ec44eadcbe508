/**
 * The API client. Loads neither the engine nor ONNX Runtime.
 * @module
 */
export type { paths as Paths } from '../generated/contract.js'
export type { ApiPromise, WithResponse } from './api-promise.js'
export { PromptPost, type PromptPostOptions } from './client.js'
export type { Schemas } from './connection.js'
export type { DownloadOptions } from './download.js'
export {
  ApiError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ConnectionError,
  ConnectionTimeoutError,
  IntegrityError,
  InternalServerError,
  JobError,
  NotFoundError,
  PayloadTooLargeError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
  UserAbortError,
} from './errors.js'
export type { Listing, ListOptions, ListPath, Page } from './listing.js'
export { type PromptPart, type PromptUpload, readPromptFolder } from './prompt-folder.js'
export { redact } from './redact.js'
export type { NewDataset } from './resources/datasets.js'
export type { FollowOptions, WaitOptions } from './resources/jobs.js'
export type { CallOptions, LogEntry } from './transport.js'
