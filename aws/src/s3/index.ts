/**
 * State on S3.
 * @module
 */
export { createS3Client } from './client.js'
export { openS3Store, type S3Settings } from './store.js'
