/**
 * The folders in which workers keep checkpoints, `TENANT.JOB` each. A worker removes its job's at the end; what a killed one left
 * is removed here.
 * @module
 */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isFinished, type JobName, type JobStore } from '@promptpost/base/jobs'

export type WorkFolders = {
  /** Removes a job's folder, if there is one. */
  remove(name: JobName): Promise<void>
  /** Removes the folders of all jobs that have ended or do not exist. */
  sweep(jobs: JobStore): Promise<void>
}

export const openWorkFolders = (root: string): WorkFolders => {
  const remove = ({ tenant, id }: JobName): Promise<void> =>
    rm(join(root, `${tenant}.${id}`), { recursive: true, force: true })
  return {
    remove,
    async sweep(jobs) {
      for (const folder of await readdir(root).catch(() => [])) {
        const [, tenant, id] = /^([a-z0-9-]+)\.(job_[0-9a-z]+)$/.exec(folder) ?? []
        if (tenant === undefined || id === undefined) continue
        const job = await jobs.readJob({ tenant, id })
        if (!job || isFinished(job)) await remove({ tenant, id })
      }
    },
  }
}
