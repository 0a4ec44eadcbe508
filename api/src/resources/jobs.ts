/**
 * Jobs: how far, what happened, stop.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { isFinished, type JobEvent, type JobRecord } from '@promptpost/base/jobs'
import { Hono } from 'hono'
import type { Environment, RequestContext } from '../http/environment.js'
import { notFound } from '../http/problem.js'
import { readQuery } from '../http/validate.js'
import { eventView, jobOf, jobView } from './job-view.js'
import { isIdentifier, listPage, orLeftOut } from './records.js'

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

export const jobRoutes = new Hono<Environment>()
  .get('/', async c =>
    c.json(await listPage(c, 'listJobs', 'jobs', id => orLeftOut(findJob(c, id).then(jobView)))),
  )
  .get('/:id', async c => c.json(jobView(await findJob(c, c.req.param('id')))))
  .get('/:id/events', async c => {
    const { after, wait, limit } = readQuery<{ after: number; wait: number; limit: number }>(
      c,
      'listJobEvents',
    )
    const { jobs, closing } = c.get('services')
    const deadline = Date.now() + wait * 1000
    for (;;) {
      const job = await findJob(c, c.req.param('id'))
      const events = await jobs.readEvents(job, after, limit)
      const isOver = events.length < limit && isComplete(job, events)
      if (
        events.length > 0 ||
        isOver ||
        Date.now() >= deadline ||
        closing.aborted ||
        c.req.raw.signal.aborted
      )
        return c.json({
          data: events.map(eventView),
          next: events.at(-1)?.sequence ?? after,
          finished: isOver,
        })
      await sleep(POLL_INTERVAL)
    }
  })
  .post('/:id/cancel', async c => {
    const { jobs, queue } = c.get('services')
    const { tenant, id } = await findJob(c, c.req.param('id'))
    const outcome = await jobs.requestCancel({ tenant, id })
    if (outcome.job) await queue.cancel({ tenant, id })
    return c.json(jobView(outcome.job ?? (await findJob(c, id))), 202)
  })
