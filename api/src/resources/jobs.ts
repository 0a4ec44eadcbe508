/**
 * Jobs: how far, what happened, stop.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { isFinished, type JobEvent, type JobRecord } from '@promptpost/base/jobs'
import type { RequestContext } from '../http/environment.js'
import type { Handlers } from '../http/operations.js'
import { notFound } from '../http/problem.js'
import { eventView, jobOf, jobView } from './job-view.js'
import { listPage } from './pages.js'
import { isIdentifier, orLeftOut } from './records.js'

/** How often a waiting request looks for news, in milliseconds. */
const POLL_INTERVAL = 200

/** Longest time between the record of an end and its event, in milliseconds: the writer may have died in between. */
const LAST_EVENT_DELAY = 2_000

/** Whether no event will follow these, the last there are. */
const isComplete = (job: JobRecord, events: readonly JobEvent[]): boolean =>
  isFinished(job) &&
  (events.some(({ type }) => type === job.state) || Date.now() - Date.parse(job.updatedAt) > LAST_EVENT_DELAY)

const findJob = async (c: RequestContext, id: string): Promise<JobRecord> => {
  if (!isIdentifier('jobs', id)) throw notFound()
  return jobOf(c, c.get('credential').tenant, id)
}

export const jobHandlers = {
  async listJobs(c, { query }) {
    const one = (id: string) => orLeftOut(findJob(c, id).then(jobView))
    return { status: 200, body: await listPage(c, query, 'jobs', one) }
  },
  async getJob(c, { path }) {
    return { status: 200, body: jobView(await findJob(c, path.id)) }
  },
  async listJobEvents(c, { path, query: { after = 0, wait = 0, limit = 20 } }) {
    const { jobs, closing } = c.get('services')
    const deadline = Date.now() + wait * 1000
    for (;;) {
      const job = await findJob(c, path.id)
      const events = await jobs.readEvents(job, after, limit)
      const isOver = events.length < limit && isComplete(job, events)
      const isLate = Date.now() >= deadline || closing.aborted || c.req.raw.signal.aborted
      if (events.length > 0 || isOver || isLate) {
        const next = events.at(-1)?.sequence ?? after
        return { status: 200, body: { data: events.map(eventView), next, finished: isOver } }
      }
      await sleep(POLL_INTERVAL)
    }
  },
  async cancelJob(c, { path }) {
    const { jobs, queue } = c.get('services')
    const { tenant, id } = await findJob(c, path.id)
    const outcome = await jobs.requestCancel({ tenant, id })
    if (outcome.job) await queue.cancel({ tenant, id })
    return { status: 202, body: jobView(outcome.job ?? (await findJob(c, id))) }
  },
} satisfies Partial<Handlers>
