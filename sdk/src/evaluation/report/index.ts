/**
 * Reports as single HTML files.
 * @module
 */
export type { Curve } from './curve.js'
export { type Report, renderReport } from './page.js'
