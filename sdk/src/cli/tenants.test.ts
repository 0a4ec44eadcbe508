/**
 * `promptpost tenants`: seen, taken out and deleted on the data folder alone.
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createJson, createToken, keyOf, newIdentifier, openDirectoryStore } from '@promptpost/base/store'
import { describe, expect, it } from 'vitest'
import { newFolder, runCli } from './cli.test.support.js'

const bench = async () => {
  const home = await newFolder()
  const data = join(home, 'data')
  const store = await openDirectoryStore(data)
  for (const tenant of ['acme', 'lab']) await createToken(store, { tenant, role: 'provider' })
  const student = newIdentifier('stu')
  await createJson(store, keyOf({ tenant: 'acme', collection: 'students', id: student }), { id: student })
  await createJson(store, keyOf({ tenant: 'lab', collection: 'prompts', id: newIdentifier('pmt') }), {
    student,
  })
  const run = (...args: string[]) => runCli(['tenants', ...args, '--data', data], { cwd: home })
  return { home, data, run }
}

describe('tenants', () => {
  it('are listed', async () => {
    const { run } = await bench()
    expect((await run('list')).stdout).toMatch(
      /^TENANT +TOKENS +THINGS +SIZE +JOBS\nacme +provider 1, client 0 +1 /,
    )
    expect(JSON.parse((await run('list', '--json')).stdout).tenants).toHaveLength(2)
  })

  it('are exported to a new folder only', async () => {
    const { home, run } = await bench()
    const done = await run('export', 'lab', '--out', 'out', '--json')
    expect(JSON.parse(done.stdout)).toMatchObject({ tenant: 'lab', directory: 'out', files: 2 })
    expect(JSON.parse(await readFile(join(home, 'out', 'manifest.json'), 'utf8')).files).toHaveLength(2)
    const again = await run('export', 'lab', '--out', 'out')
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('out: is there already')])
    const unknown = await run('export', 'nobody', '--out', 'other')
    expect([unknown.code, unknown.stderr]).toEqual([4, expect.stringContaining('promptpost tenants list')])
    expect((await readdir(home)).sort()).toEqual(['data', 'out'])
  })

  it('are deleted when it is meant, and by force when others need them', async () => {
    const { data, run } = await bench()
    const unsure = await run('delete', 'acme')
    expect([unsure.code, unsure.stderr]).toEqual([2, expect.stringContaining('--yes')])
    const dry = JSON.parse((await run('delete', 'acme', '--dry-run', '--json')).stdout).plan
    expect(dry).toMatchObject({ tenant: 'acme', tokens: { provider: 1, client: 0 }, objects: 3 })
    expect(dry.dependants).toEqual({ things: 1, tenants: 1 })
    expect((await run('delete', 'acme', '--dry-run')).stdout).toContain('refused without --force')
    expect((await run('list', '--json')).stdout).toContain('"acme"')
    const needed = await run('delete', 'acme', '--yes')
    expect([needed.code, needed.stderr]).toEqual([2, expect.stringMatching(/1 things of 1 other.*--force/s)])
    const forced = await run('delete', 'acme', '--yes', '--force', '--json')
    expect(JSON.parse(forced.stdout)).toMatchObject({ tenant: 'acme', deleted: true })
    expect(await readdir(join(data, 'objects', 'tenants'))).toEqual(['lab'])
    expect((await run('delete', 'acme', '--yes')).code).toBe(4)
  })

  it('of a folder that is no data folder are not looked for, and none is made', async () => {
    const home = await newFolder()
    const { code, stderr } = await runCli(['tenants', 'list', '--data', 'typo'], { cwd: home })
    expect([code, stderr]).toEqual([4, expect.stringContaining('is not the data directory of a service')])
    expect(await readdir(home)).toEqual([])
  })
})
