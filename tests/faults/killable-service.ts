/**
 * The service on a port that it keeps, to be killed and started again on the same data.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createToken, openDirectoryStore } from '@promptpost/base/store'
import { PromptPost } from 'promptpost/client'
import { REPOSITORY } from '../support/service.js'

export type KillableService = {
  data: string
  url: string
  provider: PromptPost
  providerToken: string
  child: ChildProcess
  /** Its worker processes by job, newest last, over all restarts. */
  workers: Map<string, number[]>
  start: () => Promise<void>
  /** SIGKILL, and waits until it is gone. */
  kill: () => Promise<void>
  /** SIGTERM, and waits. @returns its exit code */
  stop: () => Promise<number | null>
  /** Stops it and removes its data. */
  close: () => Promise<void>
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** @param flags of the server, after the data folder, models and port */
export const startKillable = async (
  flags: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<KillableService> => {
  const data = mkdtempSync(join(tmpdir(), 'promptpost-faults-'))
  const { token } = await createToken(await openDirectoryStore(data), {
    tenant: 'provider',
    role: 'provider',
  })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const places = ['--data', data, '--models', join(REPOSITORY, 'examples'), '--port', String(port)]
  const workers = new Map<string, number[]>()

  const note = (line: string): void => {
    if (!line.startsWith('{')) return
    const { event, job, pid } = JSON.parse(line) as { event?: string; job: string; pid: number }
    if (event === 'worker-started') workers.set(job, [...(workers.get(job) ?? []), pid])
  }

  const launch = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, [join(REPOSITORY, 'api/dist/node.js'), ...places, ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    })
    createInterface({ input: child.stderr! }).on('line', note)
    const failed = once(child, 'exit').then(([code]) => {
      throw new Error(`the service ended at its start with ${code}`)
    })
    await Promise.race([once(createInterface({ input: child.stdout! }), 'line'), failed])
    failed.catch(() => undefined)
    return child
  }

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const { child } = service
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const exit = once(child, 'exit')
    child.kill(signal)
    return (await exit)[0] as number | null
  }

  const service: KillableService = {
    data,
    url,
    provider: new PromptPost({ baseUrl: url, token, maxRetries: 12 }),
    providerToken: token,
    child: await launch(),
    workers,
    async start() {
      service.child = await launch()
    },
    async kill() {
      await end('SIGKILL')
    },
    stop: () => end('SIGTERM'),
    async close() {
      await service.stop()
      rmSync(data, { recursive: true, force: true, maxRetries: 3 })
    },
  }
  return service
}
