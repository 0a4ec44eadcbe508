/**
 * A data folder after its service has stopped: what of it should not be there, is not whole, or contradicts itself.
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { JobEvent, JobRecord } from '@promptpost/base/jobs'

/** What may be there only while a service or a worker is at it. */
const PASSING = [/^(drafts|locks|work)\//, /^objects\/(queue|ended)\//, /\.tmp$/]

/** What workers computed of data sets stays for those after them. */
const KEPT = /^work\/computed\//

/** What is left of a job that has ended, in its folder. */
const OF_A_JOB = /^(record\.json|events\/\d{10}\.json|output\/\d+\/[^/]+)$/

const END = ['succeeded', 'failed', 'cancelled']

/** Files below a folder. A folder without any is nothing to anyone: a kill between making it and filling it leaves one. */
const leaves = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => join(entry.parentPath, entry.name))

const jobFindings = (folder: string): string[] => {
  const other = leaves(folder)
    .map(path => relative(folder, path))
    .filter(path => !OF_A_JOB.test(path))
  if (!existsSync(join(folder, 'record.json'))) return other.length > 0 ? [`${folder} has no record`] : []
  const job = JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8')) as JobRecord
  const events = readdirSync(join(folder, 'events'))
    .sort()
    .map(name => JSON.parse(readFileSync(join(folder, 'events', name), 'utf8')) as JobEvent)
  const ends = events.filter(({ type }) => END.includes(type)).map(({ type }) => type)
  const attempts = job.files
    ? readdirSync(join(folder, 'output')).filter(
        attempt => leaves(join(folder, 'output', attempt)).length > 0,
      )
    : []
  return [
    ...(END.includes(job.state) ? [] : [`is ${job.state}`]),
    ...(ends.length === 1 && ends[0] === job.state ? [] : [`is ${job.state} and told [${ends}]`]),
    ...(events.every(({ sequence }, i) => sequence === i + 1) ? [] : ['has a gap in its events']),
    ...other.map(path => `keeps ${path}`),
    ...(job.lease ? ['has a lease after its end'] : []),
    ...(attempts.join() === (job.files ? String(job.attempt) : '') ? [] : [`has output of ${attempts}`]),
  ].map(finding => `${job.id} ${finding}`)
}

const foldersIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).map(name => join(folder, name)) : []

const jobFolders = (data: string): string[] =>
  foldersIn(join(data, 'objects/tenants')).flatMap(tenant => foldersIn(join(tenant, 'jobs')))

/** @returns what is wrong, one line each */
export const examineData = (data: string): string[] => {
  const found: string[] = []
  for (const path of leaves(data).map(leaf => relative(data, leaf))) {
    if (PASSING.some(pattern => pattern.test(path)) && !KEPT.test(path)) found.push(`${path} is left over`)
    if (!path.endsWith('.json')) continue
    try {
      JSON.parse(readFileSync(join(data, path), 'utf8'))
    } catch {
      found.push(`${path} is not whole`)
    }
  }
  for (const folder of jobFolders(data)) found.push(...jobFindings(folder))
  return found
}
