/**
 * What remote commands say when a real service refuses: exit code, flag, value and next step.
 * @module
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli } from './cli.test.support.js'
import { tellStory } from './service.test.support.js'

const story = tellStory()
const { as, made, tokens } = story

describe('a token', () => {
  it('may come from a file or stdin', async () => {
    await writeFile(join(story.home, 'token'), `${tokens.client}\n`)
    const fromFile = await runCli(['jobs', 'list', '--url', story.url, '--token-file', 'token'], {
      cwd: story.home,
    })
    expect(fromFile.code).toBe(0)
    const fromStdin = await runCli(['jobs', 'list', '--url', story.url, '--token-file', '-'], {
      input: tokens.client,
    })
    expect(fromStdin.code).toBe(0)
  })

  it('that is unknown or of the wrong role ends with exit code 3', async () => {
    const environment = { PROMPTPOST_URL: story.url, PROMPTPOST_TOKEN: `pp_${'A'.repeat(43)}` }
    const unknown = await runCli(['jobs', 'list'], { environment })
    expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('promptpost tokens create')])
    expect(unknown.stderr).not.toContain('AAAA')
    const wrong = await as('client', ['models', 'register', 'reviews-gpt2'])
    expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining('--role provider')])
  })

  it.each([
    [['--tenant', 'No Good', '--role', 'client'], /tenant: is not a valid tenant name/],
    [['--tenant', 'acme', '--role', 'admin'], /Allowed choices are provider, client/],
    [['--tenant', 'acme'], /missing: '--role <role>'/],
  ])('is not made for %j', async (args, says) => {
    const outcome = await runCli(['tokens', 'create', '--data', join(story.home, 'data'), ...args])
    expect([outcome.code, outcome.stdout]).toEqual([2, ''])
    expect(outcome.stderr).toMatch(says)
  })
})

describe('the service’s refusals', () => {
  const anyId = (kind: string): string => `${kind}_${'0'.repeat(26)}`
  const TRANSFER = ['transfers', 'create', '--prompt', anyId('pmt'), '--dataset', anyId('dst')]

  it.each([
    [['models', 'show', 'mod_nothing'], 4, /promptpost models list/],
    [['models', 'show', '../../etc'], 4, /error: 404/],
    [['prompts', 'upload', 'prompt', '--student', 'stu_nothing'], 2, /--student: .*\(got "stu_nothing"\)/],
    [['transfers', 'create', '--prompt', 'pro_nothing', '--dataset', 'x'], 2, /promptpost prompts list/],
  ])('%j end with %i', async (args, code, says) => {
    const outcome = await as('client', args)
    expect([outcome.code === 4 || outcome.code === 2, outcome.stdout]).toEqual([true, ''])
    expect(outcome.code).toBe(code)
    expect(outcome.stderr).toMatch(says)
  })

  it.each([
    [
      ['predict', '--transfer', anyId('trf'), '--text', 'a', '--max-tokens', '99999999'],
      /--max-tokens: must be <= 65536 \(got 99999999\).*\nSee what it takes with: promptpost predict --help\n/,
    ],
    [
      [...TRANSFER, '--estimate', '--texts', '99999999'],
      /--texts: must be <= \d+ \(got 99999999\).*\nSee what it takes with: promptpost transfers create --help\n/,
    ],
    [
      ['webhooks', 'create', '--endpoint', 'http://x'],
      /--endpoint: must be https \(got "http:\/\/x"\).*\nSee what it takes with: promptpost webhooks create --help\n/,
    ],
    [
      ['models', 'list', '--cursor', 'nothing'],
      /--cursor: .*\(got "nothing"\).*\nSee what it takes with: promptpost models list --help\n/,
    ],
  ])('%j names flag and value', async (args, says) => {
    const { code, stderr } = await as('client', args)
    expect([code, stderr]).toEqual([2, expect.stringMatching(says)])
  })

  it('of an address that none of its operations has ask for another', async () => {
    const { code, stderr } = await as('client', ['models', 'list', '--url', `${story.url}/foo`])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/404 No operation.*\nCheck --url/)])
  })

  it('of a job are told with their next step', async () => {
    const { prompt, public: dataset } = made
    const args = ['transfers', 'create', '--prompt', prompt, '--dataset', dataset, '--seed', '666', '--wait']
    const { code, stderr } = await as('client', args)
    expect(code).toBe(1)
    expect(stderr).toMatch(/the job failed: .*is unfit.*\n?.*promptpost jobs events job/)
  })
})
