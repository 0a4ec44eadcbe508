/**
 * The version of this package, where no file can be read.
 * @module
 */
export const VERSION = '0.1.0'
