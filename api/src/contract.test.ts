import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contractDocument } from './generated/document.js'
import { type Call, startServer, type TestServer } from './testing/server.test.helper.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
let server: TestServer
let provider: Call

beforeAll(async () => {
  server = await startServer()
  provider = await server.as('provider', 'provider')
})
afterAll(() => server.close())

describe('the contract', () => {
  it('is what the generated files were made from', async () => {
    const check = promisify(execFile)(process.execPath, ['scripts/generate.mjs', '--check'], { cwd: root })
    await expect(check).resolves.toBeDefined()
  })

  it('has only operations that the service has', async () => {
    const { paths } = contractDocument as { paths: Record<string, Record<string, unknown>> }
    for (const [path, methods] of Object.entries(paths)) {
      for (const method of Object.keys(methods)) {
        if (path.includes('{id}')) continue
        const { status } = await provider(method.toUpperCase(), path, method === 'post' ? {} : undefined)
        expect(status, `${method} ${path}`).toBe(method === 'post' ? 400 : 200)
      }
    }
  })
})
