/**
 * Which view is shown: the part of the address behind `#`, which browsers do not send. It holds identifiers, never a token.
 * @module
 */
import { useEffect, useState } from 'preact/hooks'

export type Route = { view: string; id: string | undefined }

/** `#/jobs/job_…` */
export const parseRoute = (hash: string): Route => {
  const [, view = '', id] = /^#\/([a-z-]*)(?:\/([0-9a-z_]+))?$/.exec(hash) ?? []
  return { view: view || 'jobs', id }
}

export const useRoute = (): Route => {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const changed = (): void => setHash(location.hash)
    addEventListener('hashchange', changed)
    return () => removeEventListener('hashchange', changed)
  }, [])
  return parseRoute(hash)
}
