/**
 * Everything that can be wrong with a prompt's folder is refused in words of its own, whether or not the one who changed it
 * signed it anew.
 * @module
 */
import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { beforeEach, describe, expect, it } from 'vitest'
import { createMechanism } from '../mechanism/mechanism.js'
import { makePrivacyPlan } from '../plan.js'
import { composeReport } from './compose.js'
import { changed, FACTS, forge, newKey, reportedFolder } from './report.test.support.js'
import type { PrivacyReport } from './types.js'
import { verifyPromptFolder } from './verify.js'

const key = newKey()
let folder: string
let report: PrivacyReport

beforeEach(async () => {
  ;({ folder, report } = await reportedFolder(key))
})

/** Code and message of the refusal. */
const refusal = async (expectedKey?: string): Promise<[string, string]> => {
  const error = await verifyPromptFolder(folder, expectedKey).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(PromptPostError)
  expect((error as PromptPostError).next, 'next step').toMatch(/\w.*\.$/)
  return [(error as PromptPostError).code, (error as PromptPostError).message]
}

describe('an honest folder', () => {
  it('is verified, and says who signed', async () => {
    const { fingerprint } = report.signature
    expect(await verifyPromptFolder(folder)).toEqual({ report, signedBy: fingerprint, isPinned: false })
    const pinned = await verifyPromptFolder(folder, fingerprint.toUpperCase())
    expect(pinned.isPinned).toBe(true)
  })

  it('is verified after a service wrote its documents in its own way', async () => {
    for (const name of ['adapter_config.json', 'task.json', 'privacy-report.json'])
      await writeFile(
        join(folder, name),
        JSON.stringify(JSON.parse(await readFile(join(folder, name), 'utf8')), null, 7),
      )
    expect((await verifyPromptFolder(folder)).signedBy).toBe(report.signature.fingerprint)
  })
})

describe('a value that was changed is named, with what it is', () => {
  const cases: [what: string, path: string, value: unknown, says: RegExp][] = [
    [
      'epsilon',
      'guarantee.epsilon',
      0.5,
      /guarantee\.epsilon: claims less than the recorded plan gives, 2\.9.* \(got 0\.5\)/,
    ],
    ['epsilon of the plan', 'plan.epsilon', 0.5, /plan\.epsilon: is less than the plan spends \(got 0\.5\)/],
    ['noise of the plan', 'plan.noiseMultiplier', 0.5, /plan\.epsilon: is less than the plan spends/],
    ['steps of the plan', 'plan.steps', 5000, /plan\.epsilon: is less than the plan spends/],
    [
      'delta of the plan',
      'plan.delta',
      0.01,
      /plan\.delta: must be less than 1 over the 5000 examples \(got 0\.01\)/,
    ],
    ['a lower bound', 'guarantee.atLeast', 4, /guarantee\.atLeast: is not what the recorded plan gives/],
    ['delta', 'guarantee.delta', 1e-9, /guarantee\.delta: claims less than/],
    [
      'true positives',
      'guarantee.truePositives.0.atMost',
      0.001,
      /truePositives\.0\.atMost: claims less than/,
    ],
    ['mu', 'guarantee.gaussian.mu', 0.1, /gaussian\.mu: claims less than/],
    [
      'noise shown',
      'mechanism.noiseMultiplier',
      9,
      /mechanism\.noiseMultiplier: is not what the recorded plan gives/,
    ],
    [
      'steps taken',
      'mechanism.steps.taken',
      196,
      /mechanism\.steps\.taken: is more than the 195 steps .* \(got 196\)/,
    ],
    [
      'number of examples',
      'guarantee.datasetSize.examples',
      4000,
      /preconditions: no epsilon may be claimed.*sizeAsPlanned/,
    ],
    [
      'what is not covered',
      'notCovered.1',
      'Nothing.',
      /notCovered\.1: is not what the recorded plan and version give/,
    ],
    ['a caveat', 'caveats.0', undefined, /caveats\.0: /],
    [
      'something new',
      'guarantee.certified',
      'yes',
      /guarantee\.certified: is not known to this version \(got "yes"\)/,
    ],
    ['something new in the plan', 'plan.note', 'x', /plan\.note: is not known/],
    [
      'a precondition',
      'preconditions.exactSensitivity',
      false,
      /preconditions\.exactSensitivity: does not hold.*got false/,
    ],
    [
      'a missing precondition',
      'preconditions.exactSensitivity',
      undefined,
      /preconditions\.exactSensitivity: is missing/,
    ],
    ['random numbers', 'mechanism.randomness', 'Math.random', /mechanism\.randomness: is not what/],
  ]
  it('a lower bound above the claim', async () => {
    const plan = makePrivacyPlan({ examples: 200, expectedBatch: 200, steps: 1, noiseMultiplier: 1, clip: 1 })
    const mechanism = createMechanism(plan, 200, 4).facts()
    const { report: full } = composeReport(plan, { ...FACTS, mechanism, datasetSize: 200 })
    await forge(folder, full, newKey())
    expect((await verifyPromptFolder(folder)).report.guarantee.epsilon).toBe(plan.epsilon)
    await forge(folder, changed(full, 'guarantee.atLeast', plan.epsilon * 1.0005), newKey())
    expect(await refusal()).toEqual([
      'privacy-refused',
      expect.stringMatching(/guarantee\.atLeast: is more than the 4\.37\d+ claimed/),
    ])
  })

  it.each(cases)('%s', async (_, path, value, says) => {
    for (const signer of [undefined, newKey()]) {
      await forge(folder, changed(report, path, value), signer)
      expect(await refusal()).toEqual(['privacy-refused', expect.stringMatching(says)])
    }
  })

  const absurd: [path: string, value: unknown, says: RegExp][] = [
    ['plan.steps', 1e300, /plan\.steps: must be a whole number from 1 to/],
    ['plan.steps', -1, /plan\.steps: must be a whole number/],
    ['plan.noiseMultiplier', 1e308, /plan\.noiseMultiplier: must be from/],
    ['plan.noiseMultiplier', 0, /plan\.noiseMultiplier: must be from/],
    ['plan.samplingRate.numerator', 2 ** 60, /plan\.samplingRate: must be a whole number of 2\^-53/],
    ['plan.samplingRate.denominator', 7, /plan\.samplingRate: must be/],
    ['plan.delta', 2, /plan\.delta: must be a number between 0 and 1/],
    ['plan.recordsPerUnit', 1e9, /plan\.recordsPerUnit: must be a whole number from 1 to 256/],
    ['plan.clip', -1, /plan\.clip: must be from/],
    ['plan.latticeBits', 2, /plan: describes a mechanism/],
  ]
  it.each(absurd)('%s = %s', async (path, value, says) => {
    await forge(folder, changed(report, path, value), newKey())
    expect(await refusal()).toEqual(['privacy-refused', expect.stringMatching(says)])
  })

  it.each<[path: string, value: unknown, says: RegExp]>([
    ['version', 1, /privacy-report\.json: version: is not 2, the one that is known here \(got 1\)/],
    ['plan', undefined, /plan: is missing/],
    ['plan', [], /plan: must be an object/],
    ['plan.steps', 'many', /plan\.steps: must be a number \(got "many"\)/],
    ['plan.adjacency', 'none', /plan\.adjacency: must be add-remove or/],
    ['guarantee', null, /guarantee\.datasetSize: is missing/],
    ['mechanism.steps.taken', 1.5, /mechanism\.steps\.taken: must be a whole number/],
    ['ledger.since', '2025-01-02T03:04:05Z', /ledger\.since: must be a day/],
  ])('%s, of a wrong kind: %s', async (path, value, says) => {
    await forge(folder, changed(report, path, value), newKey())
    expect(await refusal()).toEqual(['invalid-prompt', expect.stringMatching(says)])
  })
})

describe('what does not belong together', () => {
  it('another prompt', async () => {
    await writeFile(join(folder, 'adapter_model.safetensors'), 'other weights')
    expect(await refusal()).toEqual([
      'privacy-refused',
      expect.stringMatching(
        /prompt\.adapter_model\.safetensors: is not the digest of the file beside it: .* another prompt/,
      ),
    ])
  })

  it('another task, or another configuration', async () => {
    await writeFile(join(folder, 'task.json'), '{ "template": "{text}!" }')
    expect((await refusal())[1]).toMatch(/prompt\.task\.json: is not the digest/)
  })

  it('the report of another prompt by the same key', async () => {
    const other = await reportedFolder(key)
    await forge(folder, other.report)
    expect((await refusal())[1]).toMatch(/prompt\.adapter_model\.safetensors: is not the digest/)
  })

  it('a signature that was edited, or is that of another report', async () => {
    const { value } = report.signature
    await forge(
      folder,
      changed(report, 'signature.value', `${value[0] === 'A' ? 'B' : 'A'}${value.slice(1)}`),
    )
    expect(await refusal()).toEqual([
      'privacy-refused',
      expect.stringMatching(/signature\.value: does not fit/),
    ])
    await forge(folder, changed(report, 'signature', undefined))
    expect((await refusal())[1]).toMatch(/signature: is missing/)
  })

  it('a fact that nothing else implies, edited after signing', async () => {
    await forge(folder, changed(report, 'ledger.since', '2019-01-01'))
    expect((await refusal())[1]).toMatch(/signature\.value: does not fit/)
  })

  it('a key that was not asked for', async () => {
    const { fingerprint } = report.signature
    await forge(folder, report, newKey())
    expect((await verifyPromptFolder(folder)).signedBy).not.toBe(fingerprint)
    expect(await refusal(fingerprint)).toEqual([
      'privacy-refused',
      expect.stringMatching(
        new RegExp(
          `signature\\.fingerprint: is not the key that was asked for, ${fingerprint}.*ask the sender`,
        ),
      ),
    ])
  })
})

describe('files from anywhere', () => {
  it.each(['privacy-report.json', 'adapter_config.json', 'adapter_model.safetensors', 'task.json'])(
    'that lack %s',
    async name => {
      await rm(join(folder, name))
      expect(await refusal()).toEqual(['not-found', expect.stringContaining(`${name}: is missing`)])
    },
  )

  it.each(['privacy-report.json', 'adapter_config.json', 'adapter_model.safetensors'])(
    'are bounded before they are read: %s',
    async name => {
      await truncate(join(folder, name), 2 ** 40)
      expect(await refusal()).toEqual([
        'invalid-prompt',
        expect.stringMatching(new RegExp(`${name}: may have at most \\d+ bytes \\(got 1099511627776\\)`)),
      ])
    },
  )

  it.each(['', '{', 'null', '[]', '"x"', '\ufffd\0', `${'['.repeat(30_000)}${']'.repeat(30_000)}`])(
    'are refused as rubbish: %j',
    async text => {
      await writeFile(join(folder, 'privacy-report.json'), text)
      expect(await refusal()).toEqual([
        'invalid-prompt',
        expect.stringMatching(/^privacy-report\.json: (is not JSON|must be)/),
      ])
    },
  )

  it('are refused when a folder stands where a file should', async () => {
    await rm(join(folder, 'task.json'))
    await mkdir(join(folder, 'task.json'))
    expect((await refusal())[1]).toContain('task.json: is no file')
  })

  it('with 200 levels in the report are refused, not followed', async () => {
    await forge(folder, changed(report, 'guarantee.deep', JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`)))
    expect((await refusal())[1]).toMatch(/deep: is not known|nested too deeply/)
  })
})
