/**
 * Internet sockets of processes as the kernel lists them, whoever opened them: a native library's are in no JavaScript
 * channel. Linux only; elsewhere there is nothing to see.
 * @module
 */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'

export const CAN_SEE_SOCKETS = existsSync('/proc/self/net/tcp')

export type InternetSocket = { protocol: 'tcp' | 'tcp6' | 'udp' | 'udp6'; to: string }

const PROTOCOLS = ['tcp', 'tcp6', 'udp', 'udp6'] as const

const orNone = <T>(read: () => T[]): T[] => {
  try {
    return read()
  } catch {
    return [] // The process has just ended.
  }
}

/** A process and all its descendants; Node starts them from its first thread. */
const treeOf = (pid: number): number[] => [
  pid,
  ...orNone(() => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/))
    .filter(child => child !== '')
    .flatMap(child => treeOf(Number(child))),
]

const socketInodes = (pid: number): string[] =>
  orNone(() => readdirSync(`/proc/${pid}/fd`)).flatMap(descriptor =>
    orNone(() => [readlinkSync(`/proc/${pid}/fd/${descriptor}`)]).flatMap(
      target => /^socket:\[(\d+)\]$/.exec(target)?.slice(1) ?? [],
    ),
  )

/** `0100007F:1F90` is 127.0.0.1:8080: each group of four bytes back to front. */
const addressOf = (text: string): string => {
  const [host = '', port = ''] = text.split(':')
  const bytes = Buffer.from(host, 'hex')
  for (let at = 0; at < bytes.length; at += 4) bytes.subarray(at, at + 4).reverse()
  return `${bytes.length === 4 ? bytes.join('.') : bytes.toString('hex')}:${Number.parseInt(port, 16)}`
}

const tableOf = (pid: number, name: string): string[][] =>
  orNone(() => readFileSync(`/proc/${pid}/net/${name}`, 'utf8').split('\n').slice(1)).map(line =>
    line.trim().split(/\s+/),
  )

/** The state of a socket that waits for others to connect, in the tables. */
const LISTENS = '0A'

/** How often to look, in milliseconds: a name server or a collector far away is waited for longer. */
const INTERVAL = 10

/**
 * Looks at a process and its descendants again and again until stopped.
 *
 * @returns a function that stops and gives every internet socket seen, once each
 */
export const watchSockets = (root: number): (() => InternetSocket[]) => {
  /** By inode: what is said of a socket last. */
  const seen = new Map<string, InternetSocket>()
  /** Sockets with nothing more to say. The tables are long to read, and most of the time there is nothing new. */
  const settled = new Set<string>()
  const look = (): void => {
    const fresh = new Set(
      treeOf(root)
        .flatMap(socketInodes)
        .filter(inode => !settled.has(inode)),
    )
    if (fresh.size === 0) return
    // Pipes between processes.
    for (const [, , , , , , inode = ''] of tableOf(root, 'unix')) if (fresh.delete(inode)) settled.add(inode)
    if (fresh.size === 0) return
    for (const protocol of PROTOCOLS)
      for (const [, , to = '', state, , , , , , inode = ''] of tableOf(root, protocol)) {
        // One that is in no table has no address yet and is looked at again.
        if (!fresh.delete(inode)) continue
        seen.set(inode, { protocol, to: addressOf(to) })
        // A datagram socket is bound before it is connected.
        if (state === LISTENS || !to.endsWith(':0000')) settled.add(inode)
      }
  }
  const timer = CAN_SEE_SOCKETS ? setInterval(look, INTERVAL) : undefined
  return () => {
    clearInterval(timer)
    return [
      ...new Map([...seen.values()].map(socket => [`${socket.protocol} ${socket.to}`, socket])).values(),
    ]
  }
}
