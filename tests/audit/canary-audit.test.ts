/**
 * The one-run audit through the real trainer: the real mechanism stays below its claim, faulty ones are found out, and so are
 * prompts that learn by heart.
 * @module
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MechanismFactory } from '../../sdk/src/audit/canary/runs.js'
import { canaryWork } from '../../sdk/src/audit/canary/work.js'
import { createMechanismWith, REAL_PARTS } from '../../sdk/src/privacy/mechanism/mechanism.js'
import { writeAudited } from './audited-data.js'
import { FAULTS, silent } from './faults.js'

let folder: string
let audited: Awaited<ReturnType<typeof writeAudited>>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-canary-'))
  audited = await writeAudited(folder, 30)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const options = (out: string, epsilon: number) => ({
  ...audited,
  out: join(folder, out),
  steps: 20,
  canaries: 700,
  // A norm below that of most gradients, so that clipping is at work.
  privacy: { epsilon, expectedBatch: 8, clip: 0.05 },
})

const faulty =
  (name: string): MechanismFactory =>
  (plan, examples, dimension) => {
    const parts = FAULTS.find(fault => fault.name === name)!.parts!(dimension)
    return createMechanismWith({ ...REAL_PARTS, ...parts }, plan, examples, dimension)
  }
const withoutNoise: MechanismFactory = (plan, examples, dimension) =>
  createMechanismWith({ ...REAL_PARTS, gaussian: silent }, plan, examples, dimension)

describe('gradient canaries', () => {
  it('prove less than is claimed of the real mechanism, and measure its noise', async () => {
    const result = await canaryWork(options('sound', 2))
    expect(result.bound.epsilon).toBeLessThan(result.claimed!)
    expect(result.checks!.noise.measured / result.checks!.noise.claimed).toBeCloseTo(1, 1)
    expect(result.alarm).toBe(false)
    expect(result.included).toBeGreaterThan(300)
    const files = readdirSync(join(folder, 'sound'))
    expect(files.filter(name => /prompt|adapter|privacy-report/.test(name))).toEqual([])
    expect(statSync(join(folder, 'sound/result.json')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(folder, 'sound/report.md'), 'utf8')).toMatch(
      /No contradiction: epsilon is at least/,
    )
  })

  it('refute the claim of a run without noise by the bound alone', async () => {
    const result = await canaryWork(options('silent', 1), {}, withoutNoise)
    expect(result.bound.epsilon).toBeGreaterThan(2)
    expect(result.alarm).toBe(true)
    expect(readFileSync(join(folder, 'silent/report.md'), 'utf8')).toMatch(/ALARM: epsilon is at least/)
  })

  it('notice missing noise by its measure where no number of canaries could refute the claim', async () => {
    const result = await canaryWork(options('loud', 12), {}, faulty('noise x 0.8'))
    expect(result.mostProvable).toBeLessThan(result.claimed!)
    expect(result.checks!.noise.measured / result.checks!.noise.claimed).toBeCloseTo(0.8, 1)
    expect(result.alarm).toBe(true)
  })

  it('notice a clip that goes by coordinate in what it leaves of the other records', async () => {
    const result = await canaryWork(
      { ...options('wide', 4), canaries: 100 },
      {},
      faulty('per-coordinate clip'),
    )
    expect(result.checks!.noise.measured).toBeGreaterThan(1.1 * result.checks!.noise.claimed)
    expect(result.alarm).toBe(true)
  })

  it.each(['clip at 2C', 'q doubled'])('notice %s in what they add', async name => {
    const result = await canaryWork(options(name, 4), {}, faulty(name))
    expect(result.checks!.signal.measured / result.checks!.signal.claimed).toBeCloseTo(2, 0)
    expect(result.alarm).toBe(true)
    expect(readFileSync(join(folder, name, 'report.md'), 'utf8')).toMatch(/what a canary in the data adds/)
  })

  it('are thrown once: a finished audit is shown again', async () => {
    const first = await canaryWork({ ...options('once', 2), canaries: 100 })
    const stages: string[] = []
    const again = await canaryWork(
      { ...options('once', 2), canaries: 100 },
      { onProgress: ({ stage }) => stages.push(stage) },
    )
    expect([again, stages]).toEqual([JSON.parse(JSON.stringify(first)), []])
  })
})

describe('text canaries', () => {
  it('prove that a prompt which learns by heart protects little', async () => {
    const { bound, claimed, checks, alarm } = await canaryWork({
      ...audited,
      out: join(folder, 'by-heart'),
      kind: 'text',
      canaries: 60,
      steps: 600,
      learningRate: 0.1,
    })
    expect(bound.epsilon).toBeGreaterThan(0.5)
    expect([claimed, checks, alarm]).toEqual([null, null, false])
  })

  it('prove less than is claimed of a private run', async () => {
    const { bound, claimed, alarm } = await canaryWork({ ...options('text', 2), kind: 'text', canaries: 40 })
    expect(bound.epsilon).toBeLessThan(claimed!)
    expect(alarm).toBe(false)
  })
})

describe('what cannot be audited is refused', () => {
  it.each([
    [{ privacy: undefined }, 'privacy-refused', /epsilon: is missing/],
    [{ canaries: 10 }, 'invalid-argument', /canaries: must be a whole number from 20/],
    [{ canaries: 769 }, 'invalid-argument', /canaries: must be from 1 to the prompt's 768 parameters/],
  ])('%j', async (wrong, code, message) => {
    const work = canaryWork({ ...options('refused', 2), ...wrong } as never)
    await expect(work).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })
})
