/**
 * All files that were ever below a folder, kept by a process of its own while others write and delete.
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type KeptFile = {
  /** Every path it was seen under, below the folder. */
  names: string[]
  /** It was there before the keeper was. */
  isBefore: boolean
  bytes: () => Buffer
}

export type Keeper = { stop: () => Promise<KeptFile[]> }

/**
 * @param root the folder; what is in it already is kept too
 * @param keep a new folder on the same disk, for the second names
 */
export const keepFiles = async (root: string, keep: string): Promise<Keeper> => {
  mkdirSync(keep, { recursive: true })
  const program = join(import.meta.dirname, 'keep-files.mjs')
  const child = spawn(process.execPath, [program, root, keep], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return {
    async stop() {
      const ended = once(child, 'exit')
      child.stdin.end()
      const [code] = await ended
      if (code !== 0) throw new Error(`keep-files.mjs ended with ${code}`)
      const index = JSON.parse(readFileSync(join(keep, 'index.json'), 'utf8')) as {
        names: string[]
        second: string
        isBefore: boolean
      }[]
      return index.map(({ second, ...file }) => ({ ...file, bytes: () => readFileSync(join(keep, second)) }))
    },
  }
}
