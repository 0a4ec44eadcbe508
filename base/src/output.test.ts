import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'

const OUTPUT = new URL('../dist/output.js', import.meta.url).href

/** A program that writes ten times, is read once, and then says how it ends. */
const program = (isReady: boolean): string => `
  import { setTimeout as sleep } from 'node:timers/promises'
  import { outliveReader } from ${JSON.stringify(OUTPUT)}
  ${isReady ? 'outliveReader()' : ''}
  for (let i = 0; i < 10; i++) {
    process.stdout.write('line\\n')
    await sleep(20)
  }
  process.exitCode = 7`

const exitCode = async (isReady: boolean): Promise<number> => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program(isReady)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await once(child.stdout, 'data')
  child.stdout.destroy()
  return ((await once(child, 'exit')) as [number])[0]
}

it('a program goes on to its end when nobody reads any more', async () => {
  expect(await exitCode(true)).toBe(7)
  expect(await exitCode(false)).toBe(1)
})
