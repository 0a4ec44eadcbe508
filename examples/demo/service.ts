/**
 * The real service as a process of its own, as `promptpost serve` starts it.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { PromptPostError } from '@promptpost/base'
import { createToken, openDirectoryStore, type Role } from '@promptpost/base/store'
import { PromptPost } from 'promptpost'
import { EXAMPLES, type Places, SERVER } from './places.js'

export type Service = {
  url: string
  /** A client of the API with a fresh token. */
  as(tenant: string, role: Role): Promise<PromptPost>
  /** Stops it; when it resolves its process is gone. */
  stop(): Promise<void>
}

/** Time to stop in good order, in milliseconds. */
const GRACE = 20_000

const isGone = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

const stop = async (child: ChildProcess): Promise<void> => {
  if (isGone(child)) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE)
  await gone
  clearTimeout(timer)
}

export const startService = async ({ service: data, log }: Places): Promise<Service> => {
  const file = await open(log, 'a')
  const guard = new URL('./with-parent.js', import.meta.url).href
  const flags = ['--data', data, '--models', EXAMPLES, '--port', '0']
  // A group of its own: Ctrl-C comes to us alone, and we stop the server.
  const child = spawn(process.execPath, ['--import', guard, SERVER, ...flags], {
    stdio: ['ignore', 'pipe', file.fd, 'ipc'],
    detached: true,
  })
  await file.close()
  const failed = (why = ''): PromptPostError =>
    new PromptPostError('unavailable', `did not start${why}`, { field: 'the service', next: `See ${log}.` })
  const line = await Promise.race([
    once(child.stdout!, 'data').then(([chunk]) => String(chunk)),
    once(child, 'message').then(([{ reason }]) => Promise.reject(failed(`: ${reason}`))),
    // After the last message, if there was one.
    once(child, 'disconnect').then(() => Promise.reject(failed())),
  ])
  const { url } = JSON.parse(line) as { url: string }
  return {
    url,
    async as(tenant, role) {
      const { token } = await createToken(await openDirectoryStore(data), { tenant, role })
      return new PromptPost({ baseUrl: url, token })
    },
    stop: () => stop(child),
  }
}
