/**
 * A TCP proxy that loses things: an answer after the service has done what it was asked, half of an answer, a request, or a
 * request that the client gave up and that arrives all the same, when its retry does.
 * @module
 */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type Fate = 'pass' | 'lose-answer' | 'cut-answer' | 'lose-request' | 'late-request'

export type LosingProxy = {
  url: string
  /** How often each happened. */
  fates: Record<Fate, number>
  close: () => Promise<void>
}

/** Chances of what is not passed. */
const CHANCES: [Fate, number][] = [
  ['lose-answer', 0.25],
  ['cut-answer', 0.08],
  ['lose-request', 0.08],
  ['late-request', 0.06],
]

/** About the client's first wait before it asks again, in milliseconds, so that both are under way at once. */
const LATENESS = 450

const fateOf = (chance: number): Fate => {
  let rest = chance
  for (const [fate, share] of CHANCES) {
    if (rest < share) return fate
    rest -= share
  }
  return 'pass'
}

/** @param chance gives a number from 0 to 1 for each exchange of request and answer */
export const startLosingProxy = async (target: string, chance: () => number): Promise<LosingProxy> => {
  const { hostname, port } = new URL(target)
  const fates: Record<Fate, number> = {
    pass: 0,
    'lose-answer': 0,
    'cut-answer': 0,
    'lose-request': 0,
    'late-request': 0,
  }
  const sockets = new Set<Socket>()

  const carry = (client: Socket): void => {
    const service = connect(Number(port), hostname)
    for (const socket of [client, service]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    let fate: Fate | undefined
    client.on('data', chunk => {
      // A client sends its next request when it has the answer to the last, so the first bytes after one begin an exchange.
      if (fate === undefined) {
        fate = fateOf(chance())
        fates[fate]++
      }
      if (fate === 'lose-request') {
        client.destroy()
        service.destroy()
      } else if (fate === 'late-request') {
        client.destroy()
        setTimeout(() => service.end(chunk), LATENESS)
      } else service.write(chunk)
    })
    service.on('data', chunk => {
      if (fate === 'pass') client.write(chunk)
      else if (fate === 'cut-answer') client.end(chunk.subarray(0, Math.ceil(chunk.length * 0.9)))
      if (fate === 'pass') fate = undefined
      else {
        client.destroySoon()
        service.destroy()
      }
    })
    client.on('close', () => fate !== 'late-request' && service.destroy())
    service.on('close', () => client.destroySoon())
  }

  const server = createServer(carry).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    fates,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
