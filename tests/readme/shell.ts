/**
 * A shell that stays: what one script sets, defines and starts is there for the next.
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

export type Shell = {
  /**
   * @returns what the script wrote, to stdout and stderr, and what was written behind its back meanwhile
   * @throws Error with that, when a command of it failed; the shell has ended then
   */
  run: (script: string) => Promise<string>
  /** Ends it with all that it started. */
  close: () => Promise<void>
}

const END = '\0'
/** Scripts come on a descriptor of their own, so that no command reads them as its input. */
const LOOP = `while IFS= read -r -d '' -u 3 script; do eval "$script" < /dev/null; printf '\\0'; done 2>&1`

/** @param environment added to that of this process */
export const openShell = (cwd: string, environment: NodeJS.ProcessEnv): Shell => {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', LOOP], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    // A group of its own, which can be ended whole.
    detached: true,
  })
  const scripts = child.stdio[3] as NodeJS.WritableStream
  scripts.on('error', () => {})
  let output = ''
  let hasEnded = false
  let look = (): void => {}
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    output += text
    look()
  })
  const exited = once(child, 'exit').then(() => {
    hasEnded = true
    look()
  })
  return {
    run: script =>
      new Promise((resolve, reject) => {
        look = () => {
          const end = output.indexOf(END)
          if (end >= 0) resolve(output.slice(0, end))
          else if (hasEnded) reject(new Error(`the shell ended at:\n${script}\n\nafter:\n${output}`))
          else return
          output = output.slice(end + 1)
          look = () => {}
        }
        scripts.write(`${script}${END}`)
        look()
      }),
    async close() {
      try {
        process.kill(-child.pid!, 'SIGTERM')
      } catch {
        // The group is gone already.
      }
      await exited
    },
  }
}
