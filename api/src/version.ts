/**
 * The version this server answers with.
 * @module
 */
export const VERSION = '0.1.0'
