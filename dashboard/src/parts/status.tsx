/**
 * The state of a job, in a word and a colour that says the same.
 * @module
 */
import type { Schemas } from 'promptpost/client'
import { done } from './format.js'

export type Status = Schemas['JobStatus']

export const isActive = (status: Status): boolean => status === 'queued' || status === 'running'

export const StatusBadge = ({ status }: { status: Status }) => <span class={`badge ${status}`}>{status}</span>

export const ProgressBar = ({ share, label }: { share: number; label: string }) => (
  <span class="progress">
    <progress max={1} value={share} aria-label={label} />
    <span class="number">{done(share)}</span>
  </span>
)
