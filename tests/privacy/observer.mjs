/**
 * Loaded into each process of the client before anything else (`--import`): writes down, beside and not in what the
 * client writes, that the process is there and every socket it opens.
 * @module
 */

import { channel } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'

const note = entry =>
  appendFileSync(process.env.OBSERVED_TO, `${JSON.stringify({ pid: process.pid, ...entry })}\n`)

note({ event: 'process', parent: process.ppid, arguments: process.argv.slice(1) })
channel('net.client.socket').subscribe(({ socket }) => {
  note({ event: 'socket' })
  socket.on('connectionAttempt', (address, port) => note({ event: 'connection', to: `${address}:${port}` }))
})
channel('udp.socket').subscribe(() => note({ event: 'datagram socket' }))
