/**
 * The real service in a process of its own, with real workers, for tests that cross rooms.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createToken, openDirectoryStore } from '@promptpost/base/store'
import { PromptPost } from 'promptpost/client'

export const REPOSITORY = join(import.meta.dirname, '../..')

export type Service = {
  url: string
  data: string
  provider: PromptPost
  client: PromptPost
  child: ChildProcess
  /** Ends the server; its data stays. */
  leave: () => Promise<void>
  /** Starts it again, at the same address. */
  comeBack: () => Promise<void>
  tokens: { provider: string; client: string }
  /** All that the server has written to its log. */
  log: () => string
  stop: () => Promise<void>
}

/**
 * @param environment added to the server's, and so to its workers'
 * @param models the folder of models; that with the shipped one by default
 */
export const startService = async (
  environment: NodeJS.ProcessEnv = {},
  models: string = join(REPOSITORY, 'examples'),
): Promise<Service> => {
  const data = mkdtempSync(join(tmpdir(), 'promptpost-service-'))
  const store = await openDirectoryStore(data)
  const { token: provider } = await createToken(store, { tenant: 'provider', role: 'provider' })
  const { token: client } = await createToken(store, { tenant: 'client', role: 'client' })
  let log = ''
  const launch = async (port: string): Promise<{ child: ChildProcess; url: string }> => {
    const flags = ['--data', data, '--models', models, '--port', port]
    const child = spawn(process.execPath, [join(REPOSITORY, 'api/dist/node.js'), ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    })
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
    const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
    return { child, url: (JSON.parse(line) as { url: string }).url }
  }
  const { child, url } = await launch('0')
  const service: Service = {
    url,
    data,
    child,
    log: () => log,
    tokens: { provider, client },
    provider: new PromptPost({ baseUrl: url, token: provider }),
    client: new PromptPost({ baseUrl: url, token: client }),
    async leave() {
      service.child.kill('SIGTERM')
      if (service.child.exitCode === null && service.child.signalCode === null)
        await once(service.child, 'exit')
    },
    async comeBack() {
      service.child = (await launch(new URL(url).port)).child
    },
    async stop() {
      await service.leave()
      rmSync(data, { recursive: true, force: true })
    },
  }
  return service
}
