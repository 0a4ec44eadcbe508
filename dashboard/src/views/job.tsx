/**
 * One job as it runs: how far, its loss, what happened to it, how it ended.
 * @module
 */

import { useState } from 'preact/hooks'
import type { Schemas } from 'promptpost/client'
import { ConfirmButton } from '../parts/confirm.js'
import { LossCurve } from '../parts/curve.js'
import { Facts } from '../parts/facts.js'
import { done, duration, figure, words } from '../parts/format.js'
import { ErrorBox, ProblemBox } from '../parts/problem.js'
import { Spoken } from '../parts/spoken.js'
import { isActive, ProgressBar, StatusBadge } from '../parts/status.js'
import { Moment } from '../parts/time.js'
import { dataOf } from '../service/api.js'
import { useApi } from '../service/hooks.js'
import { curvesOf, type JobHistory } from '../service/job-history.js'
import { useJob } from '../service/use-job.js'
import { KIND, stageOf, tookOf } from './jobs.js'

type Job = Schemas['Job']

const SHOWN: Record<string, string> = {
  students: 'Student',
  transfers: 'Transfer',
  predictions: 'Prediction',
}

/** Read aloud when it changes: the state, and every quarter of the way. */
const spoken = ({ status, progress }: Job): string =>
  status === 'running' ? `running, ${done(Math.floor(progress * 4) / 4)}` : status

const JobFacts = ({ job }: { job: Job }) => {
  const { metrics, resource } = job
  const took = tookOf(job)
  return (
    <Facts
      facts={[
        ['Job', <code>{job.id}</code>],
        [
          SHOWN[resource.collection] ?? 'Makes',
          SHOWN[resource.collection] ? (
            <a href={`#/${resource.collection}/${resource.id}`}>
              <code>{resource.id}</code>
            </a>
          ) : (
            <code>{resource.id}</code>
          ),
        ],
        metrics.loss !== undefined && ['Loss', figure(metrics.loss)],
        isActive(job.status) && metrics.rate !== undefined && ['Speed', `${figure(metrics.rate)} per second`],
        isActive(job.status) &&
          metrics.seconds_left !== undefined && ['Time left', `about ${duration(metrics.seconds_left)}`],
        ['Created', <Moment at={job.created_at} />],
        job.started_at !== undefined && ['Started', <Moment at={job.started_at} />],
        took !== undefined && ['Took', took],
        job.attempt > 1 && ['Attempt', figure(job.attempt)],
      ]}
    />
  )
}

const Log = ({ log }: { log: JobHistory['log'] }) => (
  <ol class="log">
    {log.map(({ sequence, at, type, message }) => (
      <li key={sequence}>
        <Moment at={at} /> <span>{words(type)}</span> {message && <span class="soft">{message}</span>}
      </li>
    ))}
  </ol>
)

export const JobView = ({ id }: { id: string }) => {
  const api = useApi()
  const { data, error, history, connection, reload } = useJob(id)
  const [refusal, setRefusal] = useState<unknown>()
  const cancel = (): void => {
    setRefusal(undefined)
    dataOf(api.client.POST('/v1/jobs/{id}/cancel', { params: { path: { id } } }))
      .then(reload)
      .catch(setRefusal)
  }
  if (!data) return error === undefined ? <p class="soft">Loading…</p> : <ErrorBox error={error} />
  const runs = isActive(data.status)
  const job: Job = runs
    ? {
        ...data,
        ...(history.stage === undefined ? {} : { stage: history.stage }),
        progress: history.progress ?? data.progress,
        metrics: { ...data.metrics, ...history.metrics },
      }
    : data
  return (
    <>
      <ErrorBox error={refusal ?? error} />
      <Spoken>{spoken(job)}</Spoken>
      <div class="headline">
        <StatusBadge status={job.status} />
        {runs && <span>{job.cancel_requested ? 'stops at its next step' : stageOf(job)}</span>}
        {runs && !job.cancel_requested && (
          <ConfirmButton
            label="Cancel job"
            question="Cancel this job?"
            consequence="It stops at its next step and cannot go on later."
            stay="Keep it"
            act={cancel}
          />
        )}
      </div>
      {runs && <ProgressBar share={job.progress} label={`${KIND[job.kind]}: progress`} />}
      <p class="soft" role="status">
        {runs && connection === 'waiting' && 'The service does not answer. Trying again…'}
        {runs && connection === 'polling' && 'No stream comes through; asking again and again instead.'}
      </p>
      {job.failure && <ProblemBox {...job.failure} />}
      <JobFacts job={job} />
      {curvesOf(history).map(([stage, points]) => (
        <LossCurve key={stage} title={`Loss, ${stage}`} points={points} />
      ))}
      <h2>What happened</h2>
      <Log log={history.log} />
    </>
  )
}
