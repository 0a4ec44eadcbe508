/**
 * A thread that writes to the disk, so that what waits for it, or works for it in the kernel, holds up nobody else.
 * @module
 */
import { parentPort, receiveMessageOnPort } from 'node:worker_threads'
import { type Outcome, runSteps, type Step } from './disk-steps.js'

export type Request = { id: number; step: Step }
export type Reply = readonly (readonly [id: number, outcome: Outcome])[]

/** Most steps that are done together: the first waits for the last. */
const MOST = 16

parentPort?.on('message', async (first: Request) => {
  const requests = [first]
  while (requests.length < MOST) {
    const next = receiveMessageOnPort(parentPort!) as { message: Request } | undefined
    if (!next) break
    requests.push(next.message)
  }
  const outcomes = await runSteps(requests.map(({ step }) => step))
  parentPort!.postMessage(requests.map(({ id }, i) => [id, outcomes[i]]) as Reply)
})
