/**
 * Models for jobs.
 * @module
 */
export { openModelCache } from './model-cache.js'
export { type ModelsFolder, providersFolder } from './models-folder.js'
