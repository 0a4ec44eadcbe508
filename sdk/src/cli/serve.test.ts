import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

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
