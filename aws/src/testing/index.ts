/**
 * What tests of other rooms need to run on AWS without it.
 * @module
 */
export { openPlace } from './open-s3.js'
