/**
 * What a user gets: the three packages as npm packs them, unpacked side by side.
 *
 * They are published in lockstep, each naming the others by exact version, and not bundled into one: api and gpu-jobs stand on
 * the same base and engine, and two copies of a class of errors would not know each other.
 * @module
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from '../support/service.js'

export type Packed = { name: string; filename: string; size: number; files: { path: string }[] }

export const ROOMS = ['base', 'engine', 'sdk']

/** Packs the rooms' packages into a folder. */
export const pack = (folder: string): Packed[] => {
  const rooms = ROOMS.flatMap(room => ['-w', room])
  const flags = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder, ...rooms]
  return JSON.parse(execFileSync('npm', flags, { cwd: REPOSITORY, encoding: 'utf8', stdio: 'pipe' }))
}

/** Unpacks them where Node looks for packages. */
export const unpack = (packed: readonly Packed[], from: string, modules: string): void => {
  for (const { name, filename } of packed) {
    const place = join(modules, name)
    mkdirSync(place, { recursive: true })
    execFileSync('tar', ['-xzf', join(from, filename), '-C', place, '--strip-components', '1'])
  }
}

/** A program in TypeScript that uses each entry, for the compiler of a user. */
const USER_PROGRAM = `
import { type JobError, PromptPost, tunePrompt, type TuneAndTransferOptions } from 'promptpost'
import { PromptPost as Client, type Schemas } from 'promptpost/client'
import { unwrap } from 'promptpost/webhooks'
import { makePrivacyPlan } from 'promptpost/privacy'

const client: Client = new PromptPost({ baseUrl: 'http://127.0.0.1:1', token: 'x' })
export const jobs = async (): Promise<Schemas['Job'][]> => (await client.jobs.list({ status: 'running' })).data
export const options: Pick<TuneAndTransferOptions, 'privacy'> = { privacy: { epsilon: 8 } }
export const failure = (error: JobError): string => error.job.status
export const epsilon: number = makePrivacyPlan({ examples: 1000, expectedBatch: 100, steps: 1, clip: 1, epsilon: 8 }).epsilon
export { tunePrompt, unwrap }
// @ts-expect-error: a status that is none
client.jobs.list({ status: 'asleep' })
`

/** Resolutions that a user's compiler may have. */
export const RESOLUTIONS = [
  { module: 'node16', moduleResolution: 'node16' },
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
] as const

/** The program and a strict compiler's settings for it. */
export const writeUserProgram = (folder: string, resolution: (typeof RESOLUTIONS)[number]): void => {
  const strict = { strict: true, noEmit: true, target: 'es2023', types: ['node'], skipLibCheck: false }
  writeFileSync(join(folder, 'user.ts'), USER_PROGRAM)
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...resolution, ...strict }, files: ['user.ts'] }),
  )
}
