/**
 * Loaded into the server's process: tells how late its event loop is, to whoever asks over IPC.
 * @module
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION = 10
const delays = monitorEventLoopDelay({ resolution: RESOLUTION })
delays.enable()

/** The timer itself is part of what is measured, in nanoseconds. */
const late = nanoseconds => Math.max(0, nanoseconds / 1e6 - RESOLUTION)

process.on('message', message => {
  if (message === 'loop-delay')
    process.send({
      p50: late(delays.percentile(50)),
      p99: late(delays.percentile(99)),
      most: late(delays.max),
    })
  delays.reset()
})
process.channel?.unref()
