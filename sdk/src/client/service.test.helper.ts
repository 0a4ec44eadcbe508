/**
 * For tests of the client: a real service in a process of its own, and a real proxy before it that can break things.
 * @module
 */

import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sealReport } from '@promptpost/base/seal'
import { createToken, openDirectoryStore, type Role } from '@promptpost/base/store'

const file = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

export type Service = {
  url: string
  root: string
  token: (tenant: string, role: Role) => Promise<string>
  close: () => Promise<void>
}

export const startService = async (extra: string[] = []): Promise<Service> => {
  const root = await mkdtemp(join(tmpdir(), 'promptpost-sdk-'))
  const [data, models] = [join(root, 'data'), join(root, 'models')]
  await mkdir(join(models, 'tiny'), { recursive: true })
  await writeFile(
    join(models, 'tiny', 'config.json'),
    JSON.stringify({ model_type: 'gpt2', n_embd: 4, n_layer: 6 }),
  )
  const handlers = file('gpu-jobs/dist/worker/fixture.test.handlers.js')
  const service = ['--data', data, '--models', models, '--port', '0', '--handlers', handlers]
  const flags = [...service, '--predictor', 'off', ...extra]
  const child = spawn(process.execPath, [file('api/dist/node.js'), ...flags], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const { url } = JSON.parse(line.toString()) as { url: string }
  return {
    url,
    root,
    token: async (tenant, role) =>
      (await createToken(await openDirectoryStore(data), { tenant, role })).token,
    async close() {
      child.kill('SIGTERM')
      await once(child, 'exit')
      await rm(root, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

export type Seen = { method: string; path: string; headers: IncomingHttpHeaders }

/** What to do with a request instead of handing it on: answer it oneself and return true. */
export type Mischief = (seen: Seen, response: ServerResponse, count: number) => boolean

export type FaultyProxy = {
  url: string
  seen: Seen[]
  /** From now on; undefined hands everything on. */
  mischief: Mischief | undefined
  /** Break every answer off after so many bytes of body. */
  cutAfter: number | undefined
  close: () => Promise<void>
}

/** Hands requests to the service and answers back, unless told otherwise. */
export const startProxy = async (target: string): Promise<FaultyProxy> => {
  const server: Server = createServer(async (request, response) => {
    const seen: Seen = { method: request.method ?? '', path: request.url ?? '', headers: request.headers }
    proxy.seen.push(seen)
    // What holds when it comes holds for it, however long its body takes.
    const { mischief } = proxy
    const count = proxy.seen.length
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk as Uint8Array)
    if (mischief?.(seen, response, count)) return
    const {
      host: _host,
      connection: _connection,
      'transfer-encoding': _encoding,
      ...headers
    } = request.headers
    const body = Buffer.concat(chunks)
    const answer = await fetch(target + seen.path, {
      method: seen.method,
      headers: headers as Record<string, string>,
      ...(body.length ? { body } : {}),
    })
    const bytes = Buffer.from(await answer.arrayBuffer())
    response.writeHead(answer.status, {
      ...Object.fromEntries(answer.headers),
      'content-length': bytes.length,
    })
    if (proxy.cutAfter === undefined || bytes.length <= proxy.cutAfter) return void response.end(bytes)
    // What the client has not read by then is lost to it: on a busy machine it takes a while.
    response.write(bytes.subarray(0, proxy.cutAfter), () => setTimeout(() => response.destroy(), 500))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy: FaultyProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    mischief: undefined,
    cutAfter: undefined,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}

/** A prompt's folder as tuning writes it, [2, 4] of float32. */
export const writePrompt = async (folder: string): Promise<string> => {
  await mkdir(folder, { recursive: true })
  const header = JSON.stringify({ prompt_embeddings: { dtype: 'F32', shape: [2, 4], data_offsets: [0, 32] } })
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  const task = { template: '{text} It was', verbalizer: { bad: ['terrible'], good: ['great'] } }
  await writeFile(
    join(folder, 'adapter_config.json'),
    JSON.stringify({ num_virtual_tokens: 2, token_dim: 4 }),
  )
  await writeFile(join(folder, 'task.json'), JSON.stringify(task))
  await writeFile(join(folder, 'private.jsonl'), 'this must stay here')
  const weights = Buffer.concat([length, Buffer.from(header), Buffer.alloc(32, 1)])
  await writeFile(join(folder, 'adapter_model.safetensors'), weights)
  const report = sealReport(
    { version: 2, guarantee: { epsilon: 8 }, preconditions: { sound: true } },
    {
      'adapter_config.json': { num_virtual_tokens: 2, token_dim: 4 },
      'adapter_model.safetensors': weights,
      'task.json': task,
    },
    generateKeyPairSync('ed25519').privateKey,
  )
  await writeFile(join(folder, 'privacy-report.json'), JSON.stringify(report))
  return folder
}
