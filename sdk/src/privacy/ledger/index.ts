/**
 * The privacy ledger: what all runs on a client's records have spent together, and what they still may.
 * @module
 */
export { type Budget, describeUnit } from './book.js'
export { type ForeseeOptions, foresee, type LedgerForecast } from './foresee.js'
export { type Admission, type Ledger, openLedger } from './ledger.js'
export { ledgerDirectory } from './location.js'
export { hasLedger } from './open.js'
export type { LabelledText, RecordSet } from './records.js'
export type { LedgerStanding } from './standing.js'
export type { DataSetAccount } from './survey.js'
export type { ChargeOptions } from './terms.js'
