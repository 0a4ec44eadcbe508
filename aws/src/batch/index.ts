/**
 * Jobs on AWS Batch.
 * @module
 */
export { type BatchClients, type BatchSettings, createBatchClients } from './calls.js'
export { type BatchQueue, type BatchQueueOptions, openBatchQueue } from './queue.js'
