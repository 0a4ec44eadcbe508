/**
 * What the client does with files, where there are any. Loaded when it is called, as `#disk`; runtimes without files get
 * `absent.ts` instead, by the package's import map.
 * @module
 */
export { digestOfList } from '@promptpost/base'
export { classifyLocalFirst } from '../../local-first/index.js'
export { tuneAndTransfer } from '../../tune-and-transfer/index.js'
export { downloadFiles } from './download.js'
export { readPromptFolder } from './prompt-folder.js'
