/**
 * One job, followed while it is shown.
 * @module
 */

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Schemas } from 'promptpost/client'
import { dataOf } from './api.js'
import { type Connection, followJob } from './follow-job.js'
import { type Loaded, useApi, useLoad } from './hooks.js'
import { addEvent, emptyHistory, type JobHistory } from './job-history.js'

/** Events that come together are shown together, in milliseconds: a long job has thousands. */
const TOGETHER = 100

export type FollowedJob = Loaded<Schemas['Job']> & {
  history: JobHistory
  connection: Connection | undefined
}

export const useJob = (id: string): FollowedJob => {
  const api = useApi()
  const loaded = useLoad(`job ${id}`, (api, signal) =>
    dataOf(api.client.GET('/v1/jobs/{id}', { params: { path: { id } }, signal })),
  )
  const history = useRef(emptyHistory())
  const [, setShown] = useState(0)
  const [connection, setConnection] = useState<Connection>()
  const [failure, setFailure] = useState<unknown>()
  const { reload } = loaded

  useEffect(() => {
    history.current = emptyHistory()
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = (): void => {
      timer = undefined
      setShown(value => value + 1)
    }
    followJob(
      api,
      id,
      event => {
        addEvent(history.current, event)
        // The record knows what no event says: when it began, its result.
        if (event.type !== 'progress') reload()
        timer ??= setTimeout(show, TOGETHER)
      },
      setConnection,
      stop.signal,
    )
      .then(reload)
      .catch(setFailure)
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [api, id, reload])

  return { ...loaded, error: loaded.error ?? failure, history: history.current, connection }
}
