/**
 * A Python process with PyTorch that runs the same steps, asked one at a time so that its runs alternate with ours.
 * @module
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export type PeerReply = {
  seconds?: number
  bytes?: number
  torch?: string
  /** Whether the processor multiplies in bfloat16. */
  half?: boolean
}

export type Peer = {
  /** Sends one request of peer.py and waits for its answer. */
  ask: (request: Record<string, unknown>) => Promise<PeerReply>
  close: () => void
}

/** @param python the interpreter, of an environment with torch and transformers */
export const openPeer = (python: string): Peer => {
  const script = fileURLToPath(new URL('peer.py', import.meta.url))
  const child = spawn(python, [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '2' },
  })
  const waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = []
  createInterface({ input: child.stdout }).on('line', line => waiting.shift()?.resolve(line))
  const fail = (error: Error) => {
    for (const { reject } of waiting.splice(0)) reject(error)
  }
  child.on('error', fail)
  child.on('exit', code => fail(new Error(`${python} ended with exit code ${code}`)))
  return {
    ask: async request => {
      const line = await new Promise<string>((resolve, reject) => {
        waiting.push({ resolve, reject })
        child.stdin.write(`${JSON.stringify(request)}\n`)
      })
      const reply = JSON.parse(line) as PeerReply & { error?: string }
      if (reply.error !== undefined) throw new Error(`peer.py: ${reply.error}`)
      return reply
    },
    close: () => child.stdin.end(),
  }
}
