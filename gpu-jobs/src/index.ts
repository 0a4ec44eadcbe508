/**
 * The job program: what runs when the provider distils, transfers or predicts.
 * @module
 */
export { handlers } from './handlers/index.js'
export * from './worker/index.js'
