/**
 * The API client, for Node, browsers and edge runtimes. Loads neither the engine nor ONNX Runtime, nor any module of Node
 * before a method that works with files is called.
 * @module
 */

export { type ErrorCode, type ErrorDetails, PromptPostError } from '@promptpost/base/errors'
export type { paths as Paths } from '../generated/contract.js'
export type { ApiPromise, WithResponse } from './api-promise.js'
export { PromptPost, type PromptPostOptions } from './client.js'
export type { DeleteOptions, Schemas } from './connection.js'
export type { DownloadOptions, FileOptions, ResourceDownloadOptions } from './downloads.js'
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
  PreconditionFailedError,
  type Problem,
  RangeNotSatisfiableError,
  RateLimitError,
  UnprocessableEntityError,
  UnsupportedMediaTypeError,
  UserAbortError,
} from './errors.js'
export type { FollowOptions } from './job-events.js'
export type { Listing, ListOptions, ListPath, Page } from './listing.js'
export type { LogEntry, Logger, LogLevel } from './logging.js'
export { redact } from './redact.js'
export type { NewDataset } from './resources/datasets.js'
export type { WaitOptions } from './resources/jobs.js'
export type { Classified, ClassifyOptions, NewPrediction } from './resources/predictions.js'
export type { TokenSource } from './token.js'
export type { CallOptions } from './transport.js'
export type { UploadOptions } from './upload-in-parts.js'
export { VERSION } from './version.js'
