/**
 * Made-up identifiers, settings and shapes that several commands share.
 * @module
 */
import type { Shape } from '../shapes.js'

export const STUDENT = 'stu_01kbexample0000000000000'
export const PROMPT = 'pmt_01kbexample0000000000000'
export const DATASET = 'dst_01kbexample0000000000000'
export const UPLOAD_ID = 'upl_01kbexample0000000000000'
export const TRANSFER = 'trf_01kbexample0000000000000'
export const MODEL = 'mod_01kbexample0000000000000'
export const WEBHOOK = 'whk_01kbexample0000000000000'
export const PREDICTION = 'prd_01kbexample0000000000000'
export const JOB = 'job_01kbexample0000000000000'

export const TASK = `--template '{text} It was' --verbalizer '{"bad": "terrible", "good": "great"}'`
export const SETUP = `--student student --data private.tsv ${TASK}`

export const FILES: Shape = [{ name: 'string', size: 'number', sha256: 'string' }]
export const DOWNLOAD: Shape = { id: 'string', directory: 'string', files: ['File'] }
export const PREDICTED: Shape = { labels: ['string'], results: [{ label: 'string', scores: ['number'] }] }
/** `sent`: different texts that left. */
export const LOCAL_FIRST_COUNTS: Shape = { texts: 'number', atHome: 'number', sent: 'number' }
export const LOCALLY_PREDICTED: Shape = {
  labels: ['string'],
  results: [{ label: 'string', scores: ['number'], answeredBy: 'string' }],
  predictions: ['string'],
  ...LOCAL_FIRST_COUNTS,
}
export const UPLOAD: Shape = {
  destination: 'string | null',
  files: [{ name: 'string', size: 'number', sha256: 'string', holds: 'object', body: 'object' }],
  request: { method: 'string', path: 'string', headers: ['object'], body: 'object' },
  hasPrivacyReport: 'boolean',
  stays: ['string'],
  uploaded: 'boolean',
}
