/**
 * Rounds of a job each, during which its worker, the server or both are killed with SIGKILL at random moments.
 * @module
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PromptPost } from 'promptpost/client'
import { examineData } from './data-folder.js'
import { type KillableService, startKillable } from './killable-service.js'

const STEPS = 12
/** Steps between two checkpoints, the most that a kill may cost. */
const INTERVAL = 3
const HANDLERS = join(import.meta.dirname, 'counting-handlers.mjs')

export type Victim = 'worker' | 'server' | 'both'
/** While it is submitted, after a while, once it has taken a step, or when its result is being written. */
export type Moment = 'submit' | 'any' | 'step' | 'end'
export type Kill = { victim: Victim; moment: Moment; step: number; delay: number }

export type Tally = {
  rounds: number
  kills: Record<Victim, number>
  moments: Record<Moment, number>
  /** Most steps that one round took again, for each kill of it. */
  worstLoss: number
  stepsAgain: number
  attempts: number
  /** What was wrong, one line each. */
  findings: string[]
}

const pick = <T>(items: readonly T[], chance: number): T => items[Math.floor(chance * items.length)]!

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
export const chances = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}

/** One or two kills; a job bears no more of them. */
const planned = (chance: () => number): Kill[] =>
  Array.from({ length: chance() < 0.5 ? 1 : 2 }, (_, i) => {
    const moment = pick<Moment>(
      i === 0 ? ['submit', 'any', 'step', 'step', 'end'] : ['any', 'step', 'end'],
      chance(),
    )
    return {
      moment,
      victim: moment === 'submit' ? 'server' : pick<Victim>(['worker', 'worker', 'server', 'both'], chance()),
      step: 1 + Math.floor(chance() * (STEPS - 1)),
      delay: chance() * { submit: 40, any: 600, step: 25, end: 30 }[moment],
    }
  })

export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const killProcess = (pid: number): boolean => {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

const stateAfter = (seed: number): string => {
  let state = String(seed)
  for (let step = 1; step <= STEPS; step++)
    state = createHash('sha256').update(`${state} ${step}`).digest('hex')
  return state
}

const linesOf = (path: string): string[] => {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n')
  } catch {
    return []
  }
}

/** Kills and, when that was the server, starts it again. @returns whether there was anything to kill */
const strike = async (service: KillableService, job: string, victim: Victim): Promise<boolean> => {
  const workers = service.workers.get(job) ?? []
  const hit = victim === 'server' ? true : workers.map(killProcess).includes(true)
  if (victim === 'worker') return hit
  await service.kill()
  await service.start()
  return true
}

/** Waits for the kill's moment, or for the job's end. */
const untilMoment = async (
  service: KillableService,
  job: string,
  trace: string,
  kill: Kill,
): Promise<void> => {
  const isReached = (): boolean => {
    if (kill.moment === 'any') return (service.workers.get(job) ?? []).some(isRunning)
    const lines = linesOf(trace)
    return lines.includes('end') || (kill.moment === 'step' && lines.includes(`step ${kill.step}`))
  }
  for (const deadline = Date.now() + 20_000; !isReached() && Date.now() < deadline; ) await sleep(3)
  await sleep(kill.delay)
}

type Course = { service: KillableService; traces: string; model: string; dataset: string; tally: Tally }

const count = (tally: Tally, kill: Kill): void => {
  tally.kills[kill.victim]++
  tally.moments[kill.moment]++
}

/** A job from its submission to its end, with kills on its way. */
const round = async ({ service, traces, model, dataset, tally }: Course, kills: Kill[]): Promise<void> => {
  const { provider } = service
  const seed = ++tally.rounds
  const submitted = provider.students.create({ model, dataset, layers: 1, steps: STEPS, seed })
  let struck = 0
  if (kills[0]?.moment === 'submit') {
    await sleep(kills[0].delay)
    await strike(service, '', 'server')
    count(tally, kills[0])
    struck++
  }
  const student = await submitted
  const job = student.job!
  const trace = join(traces, job)
  for (const kill of kills.slice(struck)) {
    await untilMoment(service, job, trace, kill)
    if (!(await strike(service, job, kill.victim))) continue
    count(tally, kill)
    struck++
  }
  await provider.jobs.wait(job, { signal: AbortSignal.timeout(60_000) }).catch(() => undefined)
  const { status, attempt, failure } = await provider.jobs.get(job)
  const facts = (await provider.students.get(student.id)).facts as { state?: string } | undefined
  if (status !== 'succeeded') tally.findings.push(`${job} is ${status}: ${failure?.message}`)
  else if (facts?.state !== stateAfter(seed)) tally.findings.push(`${job} has another result`)
  const steps = linesOf(trace).filter(line => line.startsWith('step '))
  const again = steps.length - new Set(steps).size
  tally.stepsAgain += again
  tally.attempts += attempt
  if (struck > 0) tally.worstLoss = Math.max(tally.worstLoss, again / struck)
  if (again > struck * INTERVAL) tally.findings.push(`${job} took ${again} steps again after ${struck} kills`)
}

const digestsOf = async (provider: PromptPost, student: string): Promise<string> =>
  (await provider.students.get(student)).files.map(({ name, sha256 }) => `${name} ${sha256}`).join()

const registered = async (provider: PromptPost): Promise<{ model: string; dataset: string }> => {
  const texts = Array.from(
    { length: 80 },
    (_, i) => `a quiet film of ${i} words and ${(i * 7) % 13} scenes .`,
  )
  const model = await provider.models.create({ name: 'reviews-gpt2' })
  const dataset = await provider.datasets.create({ name: 'texts', purpose: 'distillation', texts })
  return { model: model.id, dataset: dataset.id }
}

/** Processes that work on a data folder. */
const processesOn = (data: string): string[] =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter(line => line.includes(data))

/** Time for the last worker of a killed server to notice and leave, and for ends to be told, in milliseconds. */
const LEAVE = 15_000

/** Stops the service and looks at what is left: processes, files, records. */
const aftermath = async (service: KillableService): Promise<string[]> => {
  // A start finds what the last kill left, as it would in service.
  await service.kill()
  await service.start()
  const untold = (): number => {
    const folder = join(service.data, 'objects/ended')
    return existsSync(folder) ? readdirSync(folder).length : 0
  }
  for (const end = Date.now() + LEAVE; untold() > 0 && Date.now() < end; ) await sleep(100)
  const code = await service.stop()
  for (const end = Date.now() + LEAVE; processesOn(service.data).length > 0 && Date.now() < end; )
    await sleep(100)
  return [
    ...(code === 0 ? [] : [`the service stopped with ${code}`]),
    ...processesOn(service.data).map(line => `a process is left over: ${line}`),
    ...examineData(service.data),
  ]
}

const emptyTally = (): Tally => ({
  rounds: 0,
  kills: { worker: 0, server: 0, both: 0 },
  moments: { submit: 0, any: 0, step: 0, end: 0 },
  worstLoss: 0,
  stepsAgain: 0,
  attempts: 0,
  findings: [],
})

export const killsOf = ({ kills }: Tally): number => kills.worker + kills.server + kills.both

/**
 * Rounds with light jobs until so many kills have hit.
 *
 * @param seed of when and whom
 */
export const killLightJobs = async (
  most: number,
  seed: number,
  say: (line: string) => void = () => {},
): Promise<Tally> => {
  const traces = mkdtempSync(join(tmpdir(), 'promptpost-traces-'))
  const service = await startKillable(['--handlers', HANDLERS], {
    PROMPTPOST_FAULTS_TRACE: traces,
    PROMPTPOST_FAULTS_INTERVAL: String(INTERVAL),
  })
  const chance = chances(seed)
  const tally = emptyTally()
  try {
    const course = { service, traces, tally, ...(await registered(service.provider)) }
    while (killsOf(tally) < most) {
      await round(course, planned(chance))
      if (tally.rounds % 20 === 0) say(`${tally.rounds} jobs, ${killsOf(tally)} kills`)
    }
    tally.findings.push(...(await aftermath(service)))
    return tally
  } finally {
    await service.close()
    rmSync(traces, { recursive: true })
  }
}

/** The same with real distillations, whose students must be those of an undisturbed run, bit for bit. */
export const killRealJobs = async (rounds: number, seed: number): Promise<Tally> => {
  const service = await startKillable([], { PROMPTPOST_CHECKPOINT_SECONDS: '0' })
  const chance = chances(seed)
  const tally = emptyTally()
  try {
    const { provider } = service
    const { model, dataset } = await registered(provider)
    const distil = () =>
      provider.students.create({
        model,
        dataset,
        layers: 1,
        steps: 20,
        seed,
        settings: { batch_tokens: 512 },
      })
    const calm = await distil()
    await provider.jobs.wait(calm.job!)
    const expected = await digestsOf(provider, calm.id)
    for (; tally.rounds < rounds; tally.rounds++) {
      const student = await distil()
      const job = student.job!
      const kill: Kill = {
        moment: 'any',
        victim: pick<Victim>(['worker', 'server', 'both'], chance()),
        step: 0,
        delay: chance() * 4000,
      }
      await untilMoment(service, job, '', kill)
      if (await strike(service, job, kill.victim)) count(tally, kill)
      await provider.jobs.wait(job, { signal: AbortSignal.timeout(120_000) }).catch(() => undefined)
      const { status, attempt } = await provider.jobs.get(job)
      tally.attempts += attempt
      if (status !== 'succeeded') tally.findings.push(`${job} is ${status}`)
      else if ((await digestsOf(provider, student.id)) !== expected) tally.findings.push(`${job} differs`)
    }
    tally.findings.push(...(await aftermath(service)))
    return tally
  } finally {
    await service.close()
  }
}
