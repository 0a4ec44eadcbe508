/**
 * A data folder after its service has stopped: what of it should not be there, is not whole, or contradicts itself.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { JobEvent, JobRecord } from '@promptpost/base/jobs'

const ID = '[a-z]{3}_[0-9a-z]{26}'
/** Every file that may be left, under the data folder. */
const EXPECTED = [
  String.raw`tokens/[0-9a-f]{64}\.json`,
  `catalogue/(models|datasets|students)/${ID}\\.json`,
  String.raw`tenants/[a-z]+/allowance/book/record\.json`,
  `tenants/[a-z]+/tokens/${ID}/record\\.json`,
  `tenants/[a-z]+/(models|datasets|students|prompts|transfers|predictions|jobs)/${ID}/record\\.json`,
  `tenants/[a-z]+/datasets/${ID}/texts\\.jsonl`,
  String.raw`tenants/[a-z]+/idempotency/[0-9a-f]{64}/record\.json`,
  String.raw`tenants/[a-z]+/audit/\d{12}/record\.json`,
  `tenants/[a-z]+/jobs/${ID}/events/\\d{10}\\.json`,
  `tenants/[a-z]+/jobs/${ID}/output/\\d+/[a-z_]+\\.(json|safetensors)`,
].map(pattern => new RegExp(`^objects/${pattern}$`))

const END = ['succeeded', 'failed', 'cancelled']

/** Files below a folder. A folder without any is nothing to anyone: a kill between making it and filling it leaves one. */
const leaves = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => join(entry.parentPath, entry.name))

const jobFindings = (folder: string): string[] => {
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
    ...(job.lease ? ['has a lease after its end'] : []),
    ...(attempts.join() === (job.files ? String(job.attempt) : '') ? [] : [`has output of ${attempts}`]),
  ].map(finding => `${job.id} ${finding}`)
}

/** @returns what is wrong, one line each */
export const examineData = (data: string): string[] => {
  const found: string[] = []
  for (const path of leaves(data).map(leaf => relative(data, leaf))) {
    if (!EXPECTED.some(pattern => pattern.test(path))) {
      found.push(`${path} is left over`)
      continue
    }
    if (!path.endsWith('.json')) continue
    try {
      JSON.parse(readFileSync(join(data, path), 'utf8'))
    } catch {
      found.push(`${path} is not whole`)
    }
    if (/\/jobs\/[^/]+\/record\.json$/.test(path)) found.push(...jobFindings(join(data, path, '..')))
  }
  return found
}
