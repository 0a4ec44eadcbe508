/**
 * A folder as private tuning writes it, without a tuning run.
 * @module
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sealReport } from '@promptpost/base/seal'
import { afterAll } from 'vitest'
import type { LedgerStanding } from '../ledger/index.js'
import { createMechanism } from '../mechanism/mechanism.js'
import { makePrivacyPlan } from '../plan.js'
import { readSealedFiles } from './prompt-files.js'
import type { PrivacyReport, ReportFacts } from './types.js'
import { writePrivacyReport } from './write.js'

export const PLAN = makePrivacyPlan({ examples: 5000, expectedBatch: 512, steps: 195, epsilon: 3, clip: 0.1 })

export const LOOP = {
  independentGradients: true,
  noPrivateControl: true,
  noPrivateMetrics: true,
  planFixedInAdvance: true,
}

export const FACTS: ReportFacts = {
  mechanism: createMechanism(PLAN, 5000, 11_520).facts(),
  loop: LOOP,
  datasetSize: 5000,
  released: 'final-prompt',
  optimiser: 'adam',
}

export const STANDING: LedgerStanding = {
  since: '2025-01-02T03:04:05.678Z',
  earlierRuns: 2,
  plainRuns: 1,
  total: { epsilon: 5.00001, delta: PLAN.delta },
  budget: { epsilon: 7.7, delta: PLAN.delta },
}

export const newKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

/** The files of a prompt of random values. */
export const promptFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'promptpost-report-'))
  folders.push(folder)
  await writeFile(join(folder, 'adapter_config.json'), '{ "num_virtual_tokens": 2, "token_dim": 4 }')
  await writeFile(join(folder, 'task.json'), '{ "template": "{text}", "verbalizer": { "a": ["b"] } }')
  await writeFile(
    join(folder, 'adapter_model.safetensors'),
    newKey().export({ format: 'pem', type: 'pkcs8' }),
  )
  return folder
}

export const reportedFolder = async (key = newKey()): Promise<{ folder: string; report: PrivacyReport }> => {
  const folder = await promptFolder()
  return {
    folder,
    report: await writePrivacyReport(folder, { plan: PLAN, facts: FACTS, standing: STANDING, key }),
  }
}

export const reportIn = async (folder: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(folder, 'privacy-report.json'), 'utf8'))

/** The report with one value changed; `undefined` removes it. */
export const changed = (report: object, path: string, value: unknown): Record<string, unknown> => {
  const copy = JSON.parse(JSON.stringify(report)) as Record<string, unknown>
  const names = path.split('.')
  let place = copy
  for (const name of names.slice(0, -1)) place = place[name] as Record<string, unknown>
  if (value === undefined) delete place[names.at(-1)!]
  else place[names.at(-1)!] = value
  return copy
}

/** Writes a report as someone would who edits it, and signs it anew when he has a key. */
export const forge = async (folder: string, report: object, key?: KeyObject): Promise<void> => {
  const { prompt: _, signature: __, ...body } = report as PrivacyReport
  const written = key ? sealReport(body, await readSealedFiles(folder), key) : report
  await writeFile(join(folder, 'privacy-report.json'), JSON.stringify(written))
}
