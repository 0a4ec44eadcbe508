/**
 * What runs on AWS: the object store on S3.
 * @module
 */
export { createS3Client, openS3Store, type S3Settings } from './s3/index.js'
