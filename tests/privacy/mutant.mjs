/**
 * Loaded into the client in place of an accident: leaks, in the way that MUTATION names, what MUTANT_TEXT holds. Each way
 * is one that a mistake or a dependency could take.
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'

const { MUTATION, MUTANT_TEXT: text = '', MUTANT_PORT: port } = process.env
const send = globalThis.fetch

/** Sends the upload changed: another body, another address or further headers. */
const changed = async (request, { body = value => value, headers = {}, query = '' }) => {
  const sent = body(await request.clone().json())
  const bytes = Buffer.isBuffer(sent) ? sent : Buffer.from(JSON.stringify(sent))
  const all = { ...Object.fromEntries(request.headers), ...headers }
  return send(request.url + query, { method: request.method, headers: all, body: bytes })
}

const inTask = note => request =>
  changed(request, { body: value => ({ ...value, task: { ...value.task, note } }) })

const MUTATIONS = {
  nothing: send,
  field: inTask(text),
  base64: inTask(Buffer.from(`row 1: ${text}`).toString('base64')),
  utf16: inTask(Buffer.from(text, 'utf16le').toString('base64')),
  unmarked: inTask(113),
  space: request => changed(request, { body: value => Buffer.from(JSON.stringify(value, null, 1)) }),
  gzip: request =>
    changed(request, {
      body: value => gzipSync(JSON.stringify({ ...value, note: text })),
      headers: { 'content-encoding': 'gzip' },
    }),
  header: request => changed(request, { headers: { 'x-trace': Buffer.from(text).toString('hex') } }),
  agent: request => changed(request, { headers: { 'user-agent': 'promptpost/0.1.0 (113 rows)' } }),
  query: request => changed(request, { query: `?from=${encodeURIComponent(text)}` }),
  'second request': async request => {
    await send(new URL('/v1/students', request.url), {
      headers: { authorization: request.headers.get('authorization') },
    })
    return send(request)
  },
  elsewhere: async request => {
    await new Promise(resolve => connect(Number(port), '127.0.0.1', resolve).end(text))
    return send(request)
  },
  // As native code would: with nothing of it to be seen in JavaScript.
  'another program': async request => {
    const code = `const socket = require('net').connect(${port}, '127.0.0.1'); setTimeout(() => socket.end('x'), 200)`
    await once(spawn(process.execPath, ['-e', code], { env: {} }), 'exit')
    return send(request)
  },
  store: request => {
    const folder = join(process.env.XDG_CACHE_HOME, 'library')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'events.db'), '{"runs": 7}')
    return send(request)
  },
  log: request => {
    process.stderr.write(`uploading ${JSON.stringify({ text })}\n`)
    return send(request)
  },
  temporary: async request => {
    const file = join(tmpdir(), 'draft')
    writeFileSync(file, Buffer.from(text, 'utf16le'))
    await sleep(100)
    rmSync(file)
    return send(request)
  },
  'token in a file': request => {
    writeFileSync(join(tmpdir(), 'last-request'), JSON.stringify(Object.fromEntries(request.headers)))
    return send(request)
  },
}

globalThis.fetch = MUTATIONS[MUTATION]
