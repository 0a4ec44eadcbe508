/**
 * All jobs, newest first. One request tells of all of them: browsers open few connections to a server, too few for one each.
 * @module
 */

import { useState } from 'preact/hooks'
import type { Schemas } from 'promptpost/client'
import { Empty } from '../parts/empty.js'
import { duration, figure } from '../parts/format.js'
import { Identifier } from '../parts/identifier.js'
import { ErrorBox } from '../parts/problem.js'
import { Spoken } from '../parts/spoken.js'
import { isActive, ProgressBar, StatusBadge } from '../parts/status.js'
import { Table } from '../parts/table.js'
import { Moment } from '../parts/time.js'
import { dataOf } from '../service/api.js'
import { useLoad } from '../service/hooks.js'

type Job = Schemas['Job']

/** How long to wait before asking again, in milliseconds. */
const WHILE_ACTIVE = 1_000
const WHILE_IDLE = 5_000

const PAGE = 25
const MOST = 100

export const KIND: Record<Job['kind'], string> = {
  distil: 'Distil a student',
  transfer: 'Transfer a prompt',
  predict: 'Predict',
}

export const stageOf = ({ stage, metrics, status }: Pick<Job, 'stage' | 'metrics' | 'status'>): string => {
  if (status === 'queued') return 'waits for a worker'
  const { step, steps } = metrics
  const place = step === undefined || steps === undefined ? '' : `, step ${figure(step)} of ${figure(steps)}`
  return `${stage ?? 'begins'}${place}`
}

/** How long it ran. */
export const tookOf = ({ started_at: from, finished_at: to }: Job): string | undefined =>
  from && to ? duration((Date.parse(to) - Date.parse(from)) / 1000) : undefined

/** What there is to say in a line. */
const endOf = (job: Job): string =>
  job.failure?.code ?? (job.status === 'succeeded' ? `took ${tookOf(job) ?? 'no time'}` : '')

const Progress = ({ job }: { job: Job }) =>
  isActive(job.status) ? (
    <>
      <ProgressBar share={job.progress} label={`Progress of ${job.id}`} />
      <span class="soft block">{stageOf(job)}</span>
    </>
  ) : (
    <span class={job.failure ? 'bad' : 'soft'}>{endOf(job)}</span>
  )

const JobTable = ({ jobs }: { jobs: readonly Job[] }) => (
  <Table
    caption="Jobs, newest first"
    rows={jobs}
    keyOf={({ id }) => id}
    columns={[
      {
        head: 'Job',
        of: ({ id, kind }) => (
          <>
            <a class="strong" href={`#/jobs/${id}`}>
              {KIND[kind] ?? kind}
            </a>
            <Identifier id={id} />
          </>
        ),
      },
      {
        head: 'State',
        of: ({ status, cancel_requested }) => (
          <>
            <StatusBadge status={status} />
            {cancel_requested && isActive(status) && <span class="soft"> stopping</span>}
          </>
        ),
      },
      { head: 'Progress', of: job => <Progress job={job} />, class: 'wide-cell' },
      {
        head: 'Loss',
        of: ({ metrics }) => (metrics.loss === undefined ? '' : figure(metrics.loss)),
        isNumber: true,
        isExtra: true,
      },
      { head: 'Created', of: ({ created_at }) => <Moment at={created_at} />, isExtra: true },
    ]}
  />
)

/** Read aloud when one begins or ends. */
const spoken = (jobs: readonly Job[]): string => {
  const count = (status: Job['status']): number => jobs.filter(job => job.status === status).length
  return `${count('running')} running, ${count('queued')} waiting`
}

export const JobsView = () => {
  const [limit, setLimit] = useState(PAGE)
  const { data, error } = useLoad(
    `jobs ${limit}`,
    (api, signal) =>
      dataOf(api.client.GET('/v1/jobs', { params: { query: { order: 'desc', limit } }, signal })),
    page => (page.data.some(({ status }) => isActive(status)) ? WHILE_ACTIVE : WHILE_IDLE),
  )
  const jobs = data?.data ?? []
  return (
    <>
      <ErrorBox error={error} />
      {data && jobs.length === 0 && (
        <Empty command="promptpost students create --model MODEL --dataset TEXTS --layers 2 --wait">
          No job yet. Distilling a student, transferring a prompt and predicting are jobs. A provider begins
          with:
        </Empty>
      )}
      {jobs.length > 0 && (
        <>
          <Spoken>{spoken(jobs)}</Spoken>
          <JobTable jobs={jobs} />
        </>
      )}
      {data?.next_cursor && limit < MOST && (
        <button type="button" onClick={() => setLimit(MOST)}>
          Show more
        </button>
      )}
    </>
  )
}
