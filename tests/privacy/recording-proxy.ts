/**
 * A TCP proxy that hands bytes on as they come and keeps all of them, both ways. It knows nothing of HTTP, so it can leave
 * nothing out.
 * @module
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What went over one connection. */
export type Recorded = { sent: Buffer; received: Buffer }

export type RecordingProxy = {
  url: string
  /** Everything since the last call, once no connection is open any more. */
  take: () => Promise<Recorded[]>
  close: () => Promise<void>
}

/** Not events.once, which an error would end. */
const closing = (socket: Socket): Promise<void> => new Promise(resolve => socket.on('close', () => resolve()))

/** @param target address of the service, `http://127.0.0.1:…` */
export const startRecordingProxy = async (target: string): Promise<RecordingProxy> => {
  const { hostname, port } = new URL(target)
  let kept: { sent: Buffer[]; received: Buffer[]; closed: Promise<unknown> }[] = []
  const sockets = new Set<Socket>()
  const server = createServer(client => {
    const service = connect(Number(port), hostname)
    const entry = {
      sent: [] as Buffer[],
      received: [] as Buffer[],
      closed: Promise.all([closing(client), closing(service)]),
    }
    kept.push(entry)
    client.on('data', data => entry.sent.push(data))
    service.on('data', data => entry.received.push(data))
    client.pipe(service)
    service.pipe(client)
    for (const [one, other] of [
      [client, service],
      [service, client],
    ] as const) {
      sockets.add(one)
      // One that breaks off takes the other with it; what had come is kept.
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.end()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async take() {
      const taken = kept
      kept = []
      await Promise.all(taken.map(({ closed }) => closed))
      return taken.map(({ sent, received }) => ({
        sent: Buffer.concat(sent),
        received: Buffer.concat(received),
      }))
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
