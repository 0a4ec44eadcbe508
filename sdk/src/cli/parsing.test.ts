/**
 * What the command line takes and refuses, by exit code and message.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { newFolder, runCli } from './cli.test.support.js'

const ID = 'job_00000000000000000000000000'

describe('exit codes', () => {
  const table: [args: string[], code: number, says: RegExp][] = [
    [['--version'], 0, /^0\.1\.0$/m],
    [['--help'], 0, /Usage: promptpost/],
    [['tune', '--help'], 0, /--verbalizer/],
    [['help', 'jobs'], 0, /Usage: promptpost jobs/],
    [[], 2, /Usage: promptpost/],
    [['jobs'], 2, /Usage: promptpost jobs/],
    [['doctro'], 2, /unknown command 'doctro'\n\(Did you mean doctor\?\)\nSee: promptpost --help/],
    [['jobs', 'lst'], 2, /Did you mean list\?\)\nSee: promptpost jobs --help/],
    [['tune', '--studnet', 'x'], 2, /unknown option '--studnet'\n\(Did you mean --student\?\)/],
    [['tune', '--out'], 2, /option '--out <dir>' argument missing/],
    [['tune', '--out', 'x'], 2, /missing: '--student <dir>', '--data <file>'/],
    [['jobs', 'show'], 2, /missing required argument 'id'/],
    [['jobs', 'show', ID, 'more'], 2, /too many arguments/],
    [
      ['students', 'create', '--layers', '1.5'],
      2,
      /--layers: must be a whole number, 1 or more \(got "1\.5"\)/,
    ],
    [
      ['students', 'create', '--keep', 'first'],
      2,
      /--keep: must be ends, spread, early, or numbers of layers \(got "first"\).*--keep 0,3,11/s,
    ],
    [['students', 'create', '--keep', '0,-1'], 2, /--keep: must be ends/],
    [['students', 'create', '--proxy-share', '2'], 2, /--proxy-share: must be from 0 to 1 \(got "2"\)/],
    [
      ['transfers', 'create', '--steps', '0'],
      2,
      /--steps: must be a whole number, 1 or more, or auto \(got "0"\)/,
    ],
    [['transfers', 'create', '--alpha', 'x'], 2, /--alpha: must be from 0 to 1, or auto \(got "x"\)/],
    [['transfers', 'create', '--omega', '1.5'], 2, /--omega: must be from 0 to 1, or auto \(got "1.5"\)/],
    [
      ['tune', '--memory', 'lots'],
      2,
      /--memory: must be a size such as 900MB, 0\.9GB or 1\.5GiB \(got "lots"\)/,
    ],
    [['tune', '--memory', '0GB'], 2, /--memory: must be a size/],
    [['serve', '--port', '70000'], 2, /--port: must be a whole number, from 0 to 65535/],
    [
      ['serve', '--data', 'd', '--models', '.', '--predictor', 'gone.js'],
      2,
      /--predictor: is not a file \(got "gone\.js"\)/,
    ],
    [['datasets', 'create', 'f', '--purpose', 'secret'], 2, /Allowed choices are public, distillation/],
    [['predict-local', '--device', 'tpu'], 2, /Allowed choices are cpu, cuda, webgpu, auto/],
    [['jobs', 'list', '--limit', '1000'], 2, /from 1 to 100/],
    [['jobs', 'list'], 2, /Set PROMPTPOST_URL or give --url.*promptpost serve/],
    [['jobs', 'list', '--url', 'http://127.0.0.1:9'], 3, /PROMPTPOST_TOKEN.*promptpost tokens create/],
  ]
  it.each(table)('of %j is %i', async (args, code, says) => {
    const outcome = await runCli(args)
    expect(outcome.code).toBe(code)
    expect(outcome.stdout + outcome.stderr).toMatch(says)
    expect(outcome.stderr).not.toMatch(/^\s+at /m)
    if (code > 2) expect(outcome.stdout).toBe('')
  })
})

describe('an error', () => {
  it('is JSON on stdout with --json, and still in words on stderr', async () => {
    const { code, stdout, stderr } = await runCli(['jobs', 'list', '--json'])
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'usage',
        message: expect.stringContaining('address'),
        exit_code: 2,
        next: expect.stringContaining('--url'),
      },
    })
    expect(stderr).toMatch(/^error: /)
  })

  it('has a stack only with --debug', async () => {
    const { stderr } = await runCli(['jobs', 'list', '--debug'])
    expect(stderr).toMatch(/^\s+at /m)
  })

  it('of a missing service says how to start one', async () => {
    const environment = { PROMPTPOST_URL: 'http://127.0.0.1:9', PROMPTPOST_TOKEN: 'pp_x' }
    const { code, stderr } = await runCli(['jobs', 'list'], { environment })
    expect(code).toBe(1)
    expect(stderr).toMatch(/no connection.*\n.*promptpost serve --data DIR --models DIR/)
  })
})

describe('privacy of the command line', () => {
  it.each([
    [['jobs', 'list', '--token', 'pp_secretsecret']],
    [['jobs', 'list', '--token=pp_secretsecret']],
    [['--token=pp_secretsecret', 'jobs', 'list']],
  ])('refuses a token as a flag and does not repeat it: %j', async args => {
    const { code, stdout, stderr } = await runCli(args)
    expect(code).toBe(2)
    expect(stderr).toMatch(/never given as an argument.*\n.*PROMPTPOST_TOKEN.*--token-file/)
    expect(stdout + stderr).not.toContain('secretsecret')
  })

  it('does not repeat the value of an unknown option', async () => {
    const { code, stderr } = await runCli(['predict-local', '--texts=my secret'])
    expect(code).toBe(2)
    expect(stderr).toContain("unknown option '--texts'")
    expect(stderr).not.toContain('secret')
  })

  it('takes no token from a file that is not there, nor an impossible one', async () => {
    const folder = await newFolder()
    const url = ['--url', 'http://127.0.0.1:9']
    const absent = await runCli(['jobs', 'list', ...url, '--token-file', 'nowhere'], { cwd: folder })
    const said = '--token-file: nowhere cannot be read (ENOENT)'
    expect([absent.code, absent.stderr]).toEqual([3, expect.stringContaining(said)])
    const token = `pp_${'A'.repeat(43)}`
    const mistaken = await runCli(['jobs', 'list', ...url, '--token-file', token], { cwd: folder })
    expect([mistaken.code, mistaken.stderr]).toEqual([3, expect.not.stringContaining(token)])
    const wrong = await runCli(['jobs', 'list', ...url, '--token-file', '-'], { input: 'two secret\nlines' })
    expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining('is no token')])
    expect(wrong.stderr).not.toContain('secret')
  })

  it.each([
    ['nonsense', /not a plain http or https address/],
    ['ftp://127.0.0.1', /not a plain http or https address/],
    ['http://user:hidden@127.0.0.1:9', /not a plain http or https address/],
    ['http://example.com', /unencrypted.*--allow-plain-http/],
  ])('refuses the address %s', async (url, says) => {
    const { code, stderr } = await runCli(['jobs', 'list', '--url', url], {
      environment: { PROMPTPOST_TOKEN: 'pp_x' },
    })
    expect(code).toBe(2)
    expect(stderr).toMatch(/^error: --url: /)
    expect(stderr).toMatch(says)
    expect(stderr).not.toContain('hidden')
  })
})
