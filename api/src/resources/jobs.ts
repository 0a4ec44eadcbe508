/**
 * Jobs: how far, what happened, stop.
 * @module
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { isFinished, type JobEvent, type JobRecord } from '@promptpost/base/jobs'
import type { RequestContext } from '../http/environment.js'
import type { Handlers } from '../http/operations.js'
import { notFound, Problem } from '../http/problem.js'
import { isIdentifier } from './identifiers.js'
import { type News, POLL_INTERVAL, streamEvents } from './job-stream.js'
import { eventView, jobOf, jobView } from './job-view.js'
import { listPage } from './pages.js'
import { orLeftOut } from './records.js'

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

const wantsStream = (c: RequestContext): boolean =>
  (c.req.header('accept') ?? '').split(',').some(type => type.trim().startsWith('text/event-stream'))

const lastEventOf = (c: RequestContext): number | undefined => {
  const header = c.req.header('last-event-id')
  if (header === undefined) return undefined
  if (/^\d{1,10}$/.test(header)) return Number(header)
  throw new Problem(400, 'invalid-parameter', 'It is the id of an event.', { pointer: 'Last-Event-ID' })
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
    const { jobs, closing, streams } = c.get('services')
    const look = async (from: number): Promise<News> => {
      const job = await findJob(c, path.id)
      const events = await jobs.readEvents(job, from, limit)
      return { events, isOver: events.length < limit && isComplete(job, events) }
    }
    const lastEvent = lastEventOf(c)
    if (streams && wantsStream(c)) {
      await findJob(c, path.id)
      return streamEvents(c, lastEvent ?? after, look)
    }
    // What cannot stream is paid by the time it runs, and of so many at a time: there whoever asks does the waiting.
    const deadline = Date.now() + (streams ? wait * 1000 : 0)
    for (;;) {
      const { events, isOver } = await look(after)
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
