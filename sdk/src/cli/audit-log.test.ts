/**
 * `promptpost audit-log verify`: says which entry is not what it was.
 * @module
 */
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { appendAudit, openDirectoryStore } from '@promptpost/base/store'
import { describe, expect, it } from 'vitest'
import { newFolder, runCli } from './cli.test.support.js'

const bench = async () => {
  const data = join(await newFolder(), 'data')
  const store = await openDirectoryStore(data)
  const facts = { token: 'tok_x', role: 'client', operation: 'createPrompt', path: '/v1/prompts' }
  for (let i = 0; i < 4; i++)
    await appendAudit(store, 'acme', [{ request: `req_${i}`, ...facts, status: 201 }])
  const folder = join(data, 'objects', 'tenants', 'acme', 'audit')
  const entries = (await readdir(folder)).sort().map(name => join(folder, name, 'record.json'))
  const verify = (...args: string[]) =>
    runCli(['audit-log', 'verify', '--data', data, '--tenant', 'acme', ...args])
  return { entries, verify }
}

describe('audit-log verify', () => {
  it('passes a log that is whole, and gives a mark that later shows that it was cut', async () => {
    const { entries, verify } = await bench()
    const { mark } = JSON.parse((await verify('--json')).stdout)
    expect(mark).toMatch(/^4:[0-9a-f]{64}$/)
    expect((await verify('--mark', mark)).stdout).toBe('4 entries, none changed\n')
    await rm(entries[3]!)
    expect((await verify()).code).toBe(0)
    const cut = await verify('--mark', mark)
    expect([cut.code, cut.stdout, cut.stderr]).toEqual([6, '', expect.stringContaining('entry 4 of acme')])
  })

  it('names the first entry that was edited', async () => {
    const { entries, verify } = await bench()
    // The field itself: digests may hold these digits too.
    const edited = (await readFile(entries[1]!, 'utf8')).replace('"status":201', '"status":403')
    expect(edited).toContain('"status":403')
    await writeFile(entries[1]!, edited)
    const { code, stderr } = await verify()
    expect([code, stderr]).toEqual([6, expect.stringContaining('entry 2 of acme')])
  })

  it('calls no log whole where there is no service', async () => {
    const data = join(await newFolder(), 'misspelt')
    const { code, stdout, stderr } = await runCli(['audit-log', 'verify', '--data', data, '--tenant', 'acme'])
    expect([code, stdout]).toEqual([4, ''])
    expect(stderr).toContain('is not the data directory of a service')
    await expect(stat(data)).rejects.toThrow('ENOENT')
  })

  it('takes no mark that is none', async () => {
    const { verify } = await bench()
    const { code, stderr } = await verify('--mark', '4')
    expect([code, stderr]).toEqual([2, expect.stringContaining('--mark: must be NUMBER:SHA256')])
  })
})
