import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FACTS, PLAN, promptFolder, reportIn } from './report.test.support.js'
import { signingKey, signingKeyFile } from './signing-key.js'
import type { PrivacyReport } from './types.js'
import { writePrivacyReport } from './write.js'

describe('the key that signs', () => {
  it('is made once, for its owner alone, also by several at once', async () => {
    const directory = join(await promptFolder(), 'ledger')
    const keys = await Promise.all([1, 2, 3].map(() => signingKey(directory)))
    for (const other of keys) expect(other.equals(keys[0]!)).toBe(true)
    expect((await stat(signingKeyFile(directory))).mode & 0o777).toBe(0o600)
    const fingerprints = []
    for (let run = 0; run < 2; run++) {
      const prompt = await promptFolder()
      await writePrivacyReport(prompt, { plan: PLAN, facts: FACTS, key: await signingKey(directory) })
      fingerprints.push(((await reportIn(prompt)).signature as PrivacyReport['signature']).fingerprint)
    }
    expect(fingerprints[0]).toBe(fingerprints[1])
  })

  it('is not replaced when it is damaged', async () => {
    const directory = await promptFolder()
    await writeFile(signingKeyFile(directory), 'rubbish')
    await expect(signingKey(directory)).rejects.toThrow(/signing-key: is no Ed25519 key.*Put back a copy/)
    expect(await readFile(signingKeyFile(directory), 'utf8')).toBe('rubbish')
  })
})
