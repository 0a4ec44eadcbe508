import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { newFolder, runCli } from './cli.test.support.js'

const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/health`).then(
    () => true,
    () => false,
  )

it('promptpost serve that is killed outright takes its server with it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'promptpost-serve-'))
  const flags = ['serve', '--data', join(folder, 'data'), '--models', folder, '--port', '0', '--json']
  const child = spawn(process.execPath, [CLI, ...flags], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  expect(await answers(url)).toBe(true)
  child.kill('SIGKILL')
  for (const deadline = Date.now() + 20_000; (await answers(url)) && Date.now() < deadline; ) await sleep(50)
  expect(await answers(url)).toBe(false)
  await rm(folder, { recursive: true, maxRetries: 5 })
})

it.each([
  [['--retention', '5'], '--retention: must be hours or days, as 12h or 30d (got "5")'],
  [['--price-per-hour', '3'], '--currency: must be three capital letters, as USD'],
  [['--currency', 'USD'], '--price-per-hour: must be a number above 0'],
  [['--oidc-audience', 'x'], '--oidc-issuer: is missing beside --oidc-audience'],
  [['--predictor', 'nowhere.js'], '--predictor: is not a file (got "nowhere.js")'],
])('promptpost serve %j is refused in words of its own', async (flags, message) => {
  const folder = await newFolder()
  const args = ['serve', '--data', join(folder, 'data'), '--models', folder, ...flags, '--json']
  const { code, stdout, stderr } = await runCli(args, { cwd: folder })
  const next = 'See: promptpost serve --help'
  expect([code, stderr]).toEqual([2, `error: ${message}\n${next}\n`])
  expect(JSON.parse(stdout)).toEqual({ error: { code: 'service-ended', message, exit_code: 2, next } })
})

it('promptpost serve says why it does not start', async () => {
  const folder = await newFolder()
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const port = String((other.address() as AddressInfo).port)
  const args = ['serve', '--data', join(folder, 'data'), '--models', folder, '--port', port, '--json']
  const { code, stdout } = await runCli(args)
  other.close()
  expect(code).toBe(1)
  expect(JSON.parse(stdout).error).toMatchObject({ message: expect.stringContaining(port), exit_code: 1 })
})
