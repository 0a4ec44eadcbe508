/**
 * What the privacy tests stand on sees what it should: the proxy and the parser every byte, the keeper every file, the
 * observer every process and socket, and a client's process can write nowhere but in its own folders.
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientMachine } from './client-machine.js'
import { parseMessages, unpacked } from './http-messages.js'
import { keepFiles } from './kept-files.js'
import { CAN_SEE_SOCKETS, watchSockets } from './kernel-sockets.js'
import { startRecordingProxy } from './recording-proxy.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'promptpost-recording-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs JavaScript in a process of the machine's. */
const evaluate = (code: string, environment: NodeJS.ProcessEnv) =>
  new Promise<{ code: number | null; stderr: string }>(resolve => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { env: environment })
    let stderr = ''
    child.stderr.on('data', data => {
      stderr += data
    })
    child.on('close', status => resolve({ code: status, stderr }))
  })

describe('the recording proxy', () => {
  it('keeps all bytes of each connection, and the parser gives each of them to a message', async () => {
    const server = createServer(async (request, response) => {
      let size = 0
      for await (const chunk of request) size += (chunk as Buffer).length
      response.writeHead(200, { 'x-size': size })
      response.write('a chunk, ')
      response.end('and another')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const proxy = await startRecordingProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const big = 'x'.repeat(300_000)
    const zipped = gzipSync('zipped')
    await (await fetch(`${proxy.url}/a?b=c`)).text()
    await (await fetch(`${proxy.url}/big`, { method: 'POST', body: big })).text()
    const stream = ReadableStream.from(['one', 'two'].map(text => Buffer.from(text)))
    const streamed = { method: 'PUT', body: stream, duplex: 'half' } as RequestInit
    await (await fetch(`${proxy.url}/chunked`, streamed)).text()
    const headers = { 'content-encoding': 'gzip', connection: 'close' }
    await (await fetch(`${proxy.url}/gzip`, { method: 'POST', body: zipped, headers })).text()
    server.closeAllConnections()
    const recorded = await proxy.take()
    const requests = recorded.flatMap(({ sent }) => parseMessages(sent))
    const byStart = new Map(requests.map(request => [request.start, request]))
    expect([...byStart.keys()].sort()).toEqual([
      'GET /a?b=c HTTP/1.1',
      'POST /big HTTP/1.1',
      'POST /gzip HTTP/1.1',
      'PUT /chunked HTTP/1.1',
    ])
    expect(byStart.get('POST /big HTTP/1.1')!.body.toString()).toBe(big)
    expect(byStart.get('PUT /chunked HTTP/1.1')!.body.toString()).toBe('onetwo')
    expect(byStart.get('POST /gzip HTTP/1.1')!.body).toEqual(zipped)
    expect(unpacked(byStart.get('POST /gzip HTTP/1.1')!).toString()).toBe('zipped')
    for (const { sent } of recorded)
      expect(Buffer.concat(parseMessages(sent).map(({ raw }) => raw))).toEqual(sent)
    const answers = recorded.flatMap(({ received }) => parseMessages(received))
    expect(answers.map(({ body }) => body.toString())).toEqual(Array(4).fill('a chunk, and another'))
    expect(await proxy.take()).toEqual([])
    await proxy.close()
    server.close()
  })

  it('keeps what was sent when the connection breaks, and the parser refuses the rest', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const proxy = await startRecordingProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1')
    const sent = 'POST / HTTP/1.1\r\ncontent-length: 9\r\n\r\nfour'
    socket.write(sent, () => setTimeout(() => socket.destroy(), 50))
    await once(socket, 'close')
    const [recorded] = await proxy.take()
    expect(recorded!.sent.toString()).toBe(sent)
    expect(() => parseMessages(recorded!.sent)).toThrow('cut off')
    expect(() => parseMessages(Buffer.from('GET / HTTP/1.1\r\n\r\nmore\r\n\r\n'))).toThrow(
      'no message at byte 18',
    )
    expect(() => unpacked({ headers: [['content-encoding', 'zstd']] } as never)).toThrow(
      'cannot be looked into',
    )
    await proxy.close()
    server.close()
  })
})

describe('a client machine', () => {
  it('has its files kept, those too that are gone after a moment', async () => {
    const machine = clientMachine(join(folder, 'keeping'), { home: 'ann' })
    const keeper = await keepFiles(machine.root, join(folder, 'kept'))
    const code = `
      import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
      import { tmpdir, homedir } from 'node:os'
      import { setTimeout as sleep } from 'node:timers/promises'
      writeFileSync(homedir() + '/stays', 'it stays')
      mkdirSync(tmpdir() + '/new/deep', { recursive: true })
      writeFileSync(tmpdir() + '/new/deep/gone', 'it is gone')
      await sleep(60)
      rmSync(tmpdir() + '/new', { recursive: true })
      for (const version of ['first', 'second']) {
        writeFileSync('draft', version)
        renameSync('draft', 'file')
        await sleep(60)
      }
    `
    expect(
      await evaluate(`process.chdir(${JSON.stringify(machine.work)});${code}`, machine.environment),
    ).toEqual({
      code: 0,
      stderr: '',
    })
    const kept = (await keeper.stop()).map(({ names, bytes }) => [
      names.at(-1)!.split('/').at(-1),
      bytes().toString(),
    ])
    expect(kept.sort()).toEqual([
      ['file', 'first'],
      ['file', 'second'],
      ['gone', 'it is gone'],
      ['stays', 'it stays'],
    ])
  })

  it('lets no process write elsewhere', async () => {
    const machine = clientMachine(join(folder, 'bounded'), { home: 'ann' })
    const elsewhere = join(folder, 'elsewhere')
    mkdirSync(elsewhere)
    const { code, stderr } = await evaluate(
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(join(elsewhere, 'x'))}, 'x')`,
      machine.environment,
    )
    expect([code, stderr]).toEqual([1, expect.stringContaining('ERR_ACCESS_DENIED')])
    const child = `fs.writeFileSync(${JSON.stringify(join(elsewhere, 'y'))}, 'y')`
    const forked = `import { execFileSync } from 'node:child_process'
      execFileSync(process.execPath, ['-e', ${JSON.stringify(child)}])`
    expect((await evaluate(forked, machine.environment)).stderr).toContain('ERR_ACCESS_DENIED')
  })

  it.runIf(CAN_SEE_SOCKETS)(
    'has sockets seen that JavaScript does not show, by kind and address',
    async () => {
      const server = createTcpServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const open = `require('net').connect(${port}, '127.0.0.1')
      require('dgram').createSocket('udp4').connect(53, '127.0.0.2')
      process.stdin.on('end', () => process.exit()).resume()`
      // Through a shell: a descendant, not a child.
      const child = spawn('sh', ['-c', '"$0" -e "$1"; true', process.execPath, open], {
        stdio: ['pipe', 'ignore', 'inherit'],
      })
      const stop = watchSockets(child.pid!)
      await once(server, 'connection')
      await sleep(100)
      child.stdin.end()
      await once(child, 'exit')
      server.close()
      expect(stop().sort((a, b) => (a.protocol < b.protocol ? -1 : 1))).toEqual([
        { protocol: 'tcp', to: `127.0.0.1:${port}` },
        { protocol: 'udp', to: '127.0.0.2:53' },
      ])
    },
  )

  it('has its processes and sockets written down, those of child processes too', async () => {
    const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const machine = clientMachine(join(folder, 'observed'), { home: 'ann' })
    const call = `await fetch('http://127.0.0.1:${port}/')`
    const forked = `import { execFileSync } from 'node:child_process'
      execFileSync(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(call)}])`
    await evaluate(forked, machine.environment)
    await evaluate(
      `import { createSocket } from 'node:dgram'; createSocket('udp4').close()`,
      machine.environment,
    )
    const seen = readFileSync(machine.environment.OBSERVED_TO!, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(seen.map(({ event }) => event)).toEqual([
      'process',
      'process',
      'socket',
      'connection',
      'process',
      'datagram socket',
    ])
    expect(seen[3].to).toBe(`127.0.0.1:${port}`)
    expect(seen[1].parent).toBe(seen[0].pid)
    server.close()
  })
})
