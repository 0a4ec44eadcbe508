/**
 * promptpost for clients: the API client, local prompt tuning and privacy accounting. Importing it does not load ONNX
 * Runtime; only `tunePrompt` does, when it is called.
 * @module
 */
export * from './client/index.js'
export * from './local/index.js'
export * from './privacy/index.js'
