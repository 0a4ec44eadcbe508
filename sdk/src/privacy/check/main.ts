/**
 * `npm run dp:check -- FILE`: our accounting against a file of reference values. Prints a line a case and exits with 1 if
 * any lies outside its bounds, 2 if the file cannot be read.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { outliveReader } from '@promptpost/base'
import { checkReference } from './groups.js'
import type { Reference } from './reference.js'

outliveReader()

const show = (value: number): string => (value === 0 ? '0' : value.toPrecision(9))

const percent = (share: number): string => `${(100 * share).toFixed(3)} %`

const check = async (path: string): Promise<number> => {
  let reference: Reference
  try {
    reference = JSON.parse(await readFile(path, 'utf8')) as Reference
  } catch (error) {
    process.stderr.write(`${path}: ${(error as Error).message}\n`)
    return 2
  }
  let [count, wrong, slowest, excess] = [0, 0, 0, 0]
  const lows = { count: 0, widest: 0, slowest: 0 }
  for (const { group, name, ours, least, most, ms, low, isOk } of checkReference(reference)) {
    count++
    if (!isOk) wrong++
    slowest = Math.max(slowest, ms)
    if (group === 'cases' && least > 0) excess = Math.max(excess, ours / least - 1)
    const gap = low && ours > 0 ? ours / low.epsilon - 1 : 0
    if (low) {
      lows.count++
      lows.widest = Math.max(lows.widest, gap)
      lows.slowest = Math.max(lows.slowest, low.ms)
    }
    const below = low ? `, at least ${show(low.epsilon)} (gap ${percent(gap)}) ${low.ms.toFixed(1)} ms` : ''
    process.stdout.write(
      `${isOk ? 'ok ' : 'OUT'} ${group} ${name}: ${show(ours)} in [${show(least)}, ${show(most)}] ${ms.toFixed(1)} ms${below}\n`,
    )
  }
  process.stdout.write(
    `\n${count - wrong} of ${count} within bounds; largest excess of epsilon over its proven lower bound ${percent(excess)}; slowest ${slowest.toFixed(0)} ms\n${lows.count} lower bounds: largest gap to the upper ${percent(lows.widest)}; slowest ${lows.slowest.toFixed(0)} ms after it\n`,
  )
  return wrong === 0 && count > 0 ? 0 : 1
}

const path = process.argv[2]
if (path === undefined) process.stderr.write('usage: npm run dp:check -- FILE\n')
process.exitCode = path === undefined ? 2 : await check(path)
