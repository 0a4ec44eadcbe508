/**
 * `promptpost tokens`: made, listed, rotated, revoked; a token is shown once.
 * @module
 */
import { join } from 'node:path'
import { openDirectoryStore, verifyToken } from '@promptpost/base/store'
import { describe, expect, it } from 'vitest'
import { newFolder, runCli } from './cli.test.support.js'

const bench = async () => {
  const data = join(await newFolder(), 'data')
  const run = (command: string, ...args: string[]) =>
    runCli(['tokens', command, '--data', data, '--tenant', 'acme', ...args])
  const created = async (...args: string[]) =>
    JSON.parse((await run('create', '--role', 'client', '--json', ...args)).stdout)
  return { run, created, verify: async (token: string) => verifyToken(await openDirectoryStore(data), token) }
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
