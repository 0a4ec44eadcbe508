/**
 * The answer to a dry run.
 * @module
 */
import type { JobKind } from '@promptpost/base/jobs'
import type { RequestContext } from '../http/environment.js'
import { estimateOf } from './rates.js'
import type { Work } from './work.js'

/** What the job would take; the request is no change, so it is not on the audit log. */
export const answerDryRun = async (c: RequestContext, kind: JobKind, work: Work) => {
  c.set('changesNothing', true)
  const { store, price } = c.get('services')
  return { status: 200 as const, body: await estimateOf(store, kind, work, price) }
}
