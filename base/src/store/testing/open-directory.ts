/**
 * Opens a directory store for the processes of the contract's tests.
 * @module
 */
export { openDirectoryStore as openPlace } from '../directory-store.js'
