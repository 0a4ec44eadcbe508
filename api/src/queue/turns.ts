/**
 * The order in which waiting jobs (and predictions) run: tenants take turns, and each one's jobs keep the order they came in.
 *
 * A tenant that waits is passed by no other more than once, however many jobs the other has.
 * @module
 */
import type { JobName } from '@promptpost/base/jobs'

export type Turns = {
  /** Puts a job behind its tenant's others; a tenant that has none waits for its turn behind all tenants that do. */
  add(job: JobName): void
  /** Takes the job whose turn it is. */
  next(): JobName | undefined
  /** @returns whether it was there */
  remove(job: JobName): boolean
  /** How many jobs go before this one if none is added; undefined when it does not wait. */
  position(job: JobName): number | undefined
}

export const createTurns = (): Turns => {
  /** Jobs by tenant. Tenants stand in the order of their turns, none without a job. */
  const lines = new Map<string, string[]>()
  return {
    add({ tenant, id }) {
      const line = lines.get(tenant)
      if (line) line.push(id)
      else lines.set(tenant, [id])
    },
    next() {
      const [first] = lines
      if (!first) return undefined
      const [tenant, line] = first
      const id = line.shift() as string
      lines.delete(tenant)
      if (line.length > 0) lines.set(tenant, line)
      return { tenant, id }
    },
    remove({ tenant, id }) {
      const line = lines.get(tenant) ?? []
      const at = line.indexOf(id)
      if (at < 0) return false
      line.splice(at, 1)
      if (line.length === 0) lines.delete(tenant)
      return true
    },
    position({ tenant, id }) {
      const before = lines.get(tenant)?.indexOf(id) ?? -1
      if (before < 0) return undefined
      let position = before
      let isAhead = true
      for (const [other, { length }] of lines)
        if (other === tenant) isAhead = false
        else position += Math.min(length, isAhead ? before + 1 : before)
      return position
    },
  }
}
