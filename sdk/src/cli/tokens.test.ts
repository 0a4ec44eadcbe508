/**
 * `promptpost tokens`: made, listed, rotated, revoked; a token is shown once.
 * @module
 */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openDirectoryStore, verifyToken } from '@promptpost/base/store'
import { describe, expect, it } from 'vitest'
import { newFolder, runCli } from './cli.test.support.js'

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true })).sort()

const bench = async () => {
  const data = join(await newFolder(), 'data')
  const run = (command: string, ...args: string[]) =>
    runCli(['tokens', command, '--data', data, '--tenant', 'acme', ...args])
  const created = async (...args: string[]) =>
    JSON.parse((await run('create', '--role', 'client', '--json', ...args)).stdout)
  return {
    data,
    run,
    created,
    verify: async (token: string) => verifyToken(await openDirectoryStore(data), token),
  }
}

describe('tokens', () => {
  it('have a name, an access and an end, and are listed without their secret', async () => {
    const { run, created, verify } = await bench()
    const made = await created('--read-only', '--name', 'the app', '--expires', '90d')
    expect(await verify(made.token)).toMatchObject({ tenant: 'acme', role: 'client', access: 'read' })
    expect(Date.parse(made.expiresAt) - Date.now()).toBeGreaterThan(89 * 86_400_000)
    const { stdout } = await run('list')
    expect(stdout).toMatch(
      new RegExp(
        `^ID .*\\n${made.id} +client +read +the app +\\d{4}-\\d\\d-\\d\\d +\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d\\n$`,
      ),
    )
    expect(stdout).not.toContain(made.token)
  })

  it('are rotated and revoked by their identifiers', async () => {
    const { run, created, verify } = await bench()
    const old = await created()
    const next = JSON.parse((await run('rotate', old.id, '--overlap', '1h', '--json')).stdout)
    expect(await verify(old.token)).toBeDefined()
    expect(await verify(next.token)).toBeDefined()
    expect((await run('revoke', old.id)).stdout).toBe(`revoked ${old.id}\n`)
    expect(await verify(old.token)).toBeUndefined()
    const again = await run('revoke', old.id)
    expect([again.code, again.stderr]).toEqual([4, expect.stringContaining('promptpost tokens list')])
  })

  it('are neither made, ended nor renewed by --dry-run, which says what would change', async () => {
    const { data, run, created, verify } = await bench()
    const dry = async (command: string, ...args: string[]) => {
      const { code, stdout, stderr } = await run(command, '--dry-run', '--json', ...args)
      expect([code, stderr]).toEqual([0, 'nothing was done\n'])
      return JSON.parse(stdout).plan
    }
    const { create } = await dry('create', '--role', 'client', '--name', 'the app', '--expires', '90d')
    expect(create).toMatchObject({ tenant: 'acme', role: 'client', access: 'full', name: 'the app' })
    expect(Date.parse(create.expiresAt) - Date.now()).toBeGreaterThan(89 * 86_400_000)
    await expect(stat(data)).rejects.toThrow('ENOENT')

    const old = await created('--name', 'the app')
    const before = await filesBelow(data)
    expect((await dry('revoke', old.id)).revoke).toMatchObject({ id: old.id, name: 'the app' })
    const { create: next, end } = await dry('rotate', old.id, '--overlap', '1h')
    expect(next).toEqual({ tenant: 'acme', role: 'client', access: 'full', name: 'the app' })
    expect(end.id).toBe(old.id)
    expect(Math.abs(Date.parse(end.expiresAt) - Date.now() - 3_600_000)).toBeLessThan(600_000)
    expect(await filesBelow(data)).toEqual(before)
    expect(await verify(old.token)).toBeDefined()

    const { stdout } = await run('revoke', old.id, '--dry-run')
    expect(stdout).toMatch(new RegExp(`^would revoke:\\nid: +${old.id}\\n`))
    const none = await run('revoke', 'tok_01kbexample0000000000000', '--dry-run')
    expect([none.code, none.stdout]).toEqual([4, ''])
    const wrong = await run('create', '--role', 'client', '--name', 'a\tb', '--dry-run')
    expect([wrong.code, wrong.stdout]).toEqual([2, ''])
  })

  it('are not looked for where there is no service, and no folder is made there', async () => {
    const { data, run } = await bench()
    for (const [command, ...args] of [['list'], ['revoke', 'tok_x'], ['rotate', 'tok_x']] as const) {
      const { code, stderr } = await run(command, ...args)
      expect([code, stderr]).toEqual([4, expect.stringContaining('is not the data directory of a service')])
    }
    await expect(stat(data)).rejects.toThrow('ENOENT')
  })

  it.each([
    [['--expires', '90'], /--expires: must be a time such as .*90d/],
    [['--expires', '0d'], /--expires: must be a time/],
    [['--name', 'a\tb'], /name: must be 1 to 100 printable/],
  ])('are not made with %j', async (args, says) => {
    const { run } = await bench()
    const { code, stdout, stderr } = await run('create', '--role', 'client', ...args)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(says)])
  })
})
