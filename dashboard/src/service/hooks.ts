/**
 * Data of the service in a view: loaded, loaded again, and kept while the service is away.
 * @module
 */
import { createContext } from 'preact'
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks'
import { type Api, isPassing } from './api.js'

export const ApiContext = createContext<Api | undefined>(undefined)

export const useApi = (): Api => useContext(ApiContext) as Api

export type Loaded<T> = {
  data: T | undefined
  /** Why the last try failed; data of an earlier one stays. */
  error: unknown
  reload: () => void
}

/** Pause between two tries while the service is away, in milliseconds. */
const RETRY = 2_000

/**
 * @param key of what is loaded; another key drops the data
 * @param again how long after an answer to ask again, in milliseconds; undefined is never. Hidden pages do not ask.
 */
export const useLoad = <T>(
  key: string,
  load: (api: Api, signal: AbortSignal) => Promise<T>,
  again?: (data: T) => number | undefined,
): Loaded<T> => {
  const api = useApi()
  const [state, setState] = useState<{ key: string; data?: T; error?: unknown }>({ key })
  const [turn, setTurn] = useState(0)
  const latest = useRef({ load, again })
  latest.current = { load, again }
  const reload = useCallback(() => setTurn(value => value + 1), [])

  useEffect(() => {
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const later = (delay: number | undefined): void => {
      if (delay === undefined || stop.signal.aborted) return
      timer = setTimeout(() => {
        if (document.hidden) document.addEventListener('visibilitychange', ask, { once: true })
        else ask()
      }, delay)
    }
    const ask = (): void => {
      latest.current
        .load(api, stop.signal)
        .then(data => {
          if (stop.signal.aborted) return
          setState({ key, data })
          later(latest.current.again?.(data))
        })
        .catch((error: unknown) => {
          if (stop.signal.aborted) return
          setState(old => ({ ...(old.key === key ? old : {}), key, error }))
          if (isPassing(error)) later(RETRY)
        })
    }
    ask()
    return () => {
      stop.abort()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', ask)
    }
  }, [api, key, turn])

  return {
    data: state.key === key ? state.data : undefined,
    error: state.key === key ? state.error : undefined,
    reload,
  }
}
