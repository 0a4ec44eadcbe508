/**
 * Which address and which token a command uses, seen by the servers it could have talked to; and files that are wrong.
 * @module
 */
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newFolder, runCli } from './cli.test.support.js'

const NAMES = ['flag', 'environment', 'project', 'user'] as const
type Name = (typeof NAMES)[number]

/** A server of each source, which notes the tokens it is sent. */
const servers = new Map<Name, { server: Server; url: string }>()
let heard: { at: Name; token: string | undefined }[] = []

beforeAll(async () => {
  for (const name of NAMES) {
    const server = createServer((request, response) => {
      heard.push({ at: name, token: request.headers.authorization?.replace('Bearer ', '') })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data": [], "next_cursor": null}')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    servers.set(name, { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  }
})
afterAll(() => {
  for (const { server } of servers.values()) server.close()
})

const url = (name: Name): string => servers.get(name)!.url

/** Runs `jobs list` with the settings of some sources; tells who heard which token. */
const ask = async (urls: readonly Name[], tokens: readonly Name[]) => {
  const folder = await newFolder()
  const config = join(folder, 'config', 'promptpost')
  await mkdir(config, { recursive: true })
  for (const name of NAMES) {
    await writeFile(join(folder, `${name}.token`), `pp_${name}\n`)
    await writeFile(join(config, `${name}.token`), `pp_${name}\n`)
  }
  const fileOf = (name: Name) =>
    JSON.stringify({
      ...(urls.includes(name) && { url: url(name) }),
      ...(tokens.includes(name) && { tokenFile: `${name}.token` }),
    })
  await writeFile(join(folder, 'promptpost.json'), fileOf('project'))
  await writeFile(join(config, 'config.json'), fileOf('user'))
  heard = []
  const outcome = await runCli(
    [
      ...['jobs', 'list', '-v'],
      ...(urls.includes('flag') ? ['--url', url('flag')] : []),
      ...(tokens.includes('flag') ? ['--token-file', 'flag.token'] : []),
    ],
    {
      cwd: folder,
      environment: {
        XDG_CONFIG_HOME: join(folder, 'config'),
        ...(urls.includes('environment') && { PROMPTPOST_URL: url('environment') }),
        ...(tokens.includes('environment') && { PROMPTPOST_TOKEN: 'pp_environment' }),
      },
    },
  )
  return { ...outcome, heard }
}

describe('settings', () => {
  it.each(NAMES.map((name, at) => [name, NAMES.slice(at)] as const))(
    'of the address: %s comes before what follows it',
    async (name, present) => {
      const { code, heard, stderr } = await ask(present, ['flag'])
      expect([code, heard]).toEqual([0, [{ at: name, token: 'pp_flag' }]])
      expect(stderr).toContain(`service ${url(name)} (`)
      expect(stderr).toMatch(/^GET \/v1\/jobs {2}200 {2}\d+ ms/m)
      expect(stderr).not.toContain('pp_flag')
    },
  )

  it.each(NAMES.map((name, at) => [name, NAMES.slice(at)] as const))(
    'of the token: %s comes before what follows it',
    async (name, present) => {
      const { code, heard } = await ask(['flag'], present)
      expect([code, heard]).toEqual([0, [{ at: 'flag', token: `pp_${name}` }]])
    },
  )

  it.each([['environment'], ['user']] as const)(
    'a folder that names another service than the user file is not sent the token of %s',
    async from => {
      const { code, heard, stderr } = await ask(['project', 'user'], [from])
      expect([code, heard]).toEqual([3, []])
      expect(stderr).toMatch(/names the service .*your user file.*\n.*--url/)
      expect((await ask(['project', 'user'], ['project', from])).code).toBe(from === 'user' ? 0 : 3)
    },
  )

  it('a folder cannot have any other file sent as a token', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'secret'), 'ghp_notForYou')
    await writeFile(
      join(folder, 'promptpost.json'),
      JSON.stringify({ url: url('project'), tokenFile: 'secret' }),
    )
    heard = []
    const { code, stderr } = await runCli(['jobs', 'list'], { cwd: folder })
    expect([code, heard]).toEqual([3, []])
    expect(stderr).toMatch(/promptpost\.json: the file of tokenFile, secret, holds no token/)
    expect(stderr).not.toContain('ghp_')
  })

  it('paths of a file are beside it, wherever the command is run', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'my.token'), 'pp_beside')
    const file = join(folder, 'other.json')
    await writeFile(file, JSON.stringify({ url: url('project'), tokenFile: 'my.token' }))
    heard = []
    expect((await runCli(['jobs', 'list', '--project', file], { cwd: '/' })).code).toBe(0)
    expect(
      (await runCli(['jobs', 'list'], { cwd: '/', environment: { PROMPTPOST_PROJECT: file } })).code,
    ).toBe(0)
    expect(heard.map(({ token }) => token)).toEqual(['pp_beside', 'pp_beside'])
  })
})

describe('a file of settings', () => {
  it('may begin with a byte order mark', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'promptpost.json'), '\ufeff{"studnet": "x"}')
    const { code, stderr } = await runCli(['jobs', 'list'], { cwd: folder })
    expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean student?')])
  })

  const cases: [string, string, RegExp][] = [
    ['that is not JSON', '{ "url": tok_secret }', /promptpost\.json: is not JSON/],
    ['that is a list', '[]', /promptpost\.json: must be an object/],
    [
      'with an unknown field',
      '{"studnet": "x"}',
      /studnet: is not a field of this file\. Did you mean student\?/,
    ],
    [
      'with an unknown inner field',
      '{"privacy": {"epsilom": 1}}',
      /privacy\.epsilom.*Did you mean epsilon\?/,
    ],
    ['with a word no field is near', '{"qqqq": 1}', /qqqq: is not a field.*There are: url, tokenFile/],
    [
      'with a token',
      '{"token": "pp_secret"}',
      /token: is not a field.*A token never stands in this file.*"tokenFile"/,
    ],
    ['with a wrong type', '{"template": 5}', /template: must be a string \(got 5\)\. The text with its cue/],
    ['with a wrong number', '{"privacy": {"epsilon": -1}}', /privacy\.epsilon: must be > 0 \(got -1\)/],
    [
      'with an unknown choice',
      '{"data": {"file": "a", "format": "xls"}}',
      /must be jsonl or csv.*\(got "xls"\)/,
    ],
    ['without what belongs together', '{"privacy": {"delta": 1e-6}}', /privacy\.epsilon: is missing/],
    ['with one class', '{"verbalizer": {"a": ["b"]}}', /verbalizer: must not have fewer than 2 fields/],
  ]
  it.each(cases)('%s is refused by its field', async (_, text, says) => {
    const folder = await newFolder()
    await writeFile(join(folder, 'promptpost.json'), text)
    const { code, stdout, stderr } = await runCli(['jobs', 'list'], { cwd: folder })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(says)
    expect(stderr).not.toContain('secret')
  })

  it('of a student, in its own folder, is none of a project', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'promptpost.json'), '{"version": 1, "kind": "student"}')
    const { code, stderr } = await runCli(['jobs', 'list'], { cwd: folder })
    expect([code, stderr]).toEqual([2, expect.stringContaining('the address of the service is missing')])
    const named = await runCli(['jobs', 'list', '--project', 'promptpost.json'], { cwd: folder })
    expect([named.code, named.stderr]).toEqual([2, expect.stringContaining('is not a field of this file')])
  })

  it('that was named must be there', async () => {
    const { code, stderr } = await runCli(['jobs', 'list', '--project', 'nowhere.json'])
    expect([code, stderr]).toEqual([
      4,
      expect.stringMatching(/nowhere\.json: was not found.*promptpost init/),
    ])
  })
})
