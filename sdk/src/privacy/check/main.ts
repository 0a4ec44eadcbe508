/**
 * `npm run dp:check -- FILE`: our accounting against a file of reference values. Prints a line a case and exits with 1 if
 * any lies outside its bounds, 2 if the file cannot be read.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { checkReference } from './groups.js'
import type { Reference } from './reference.js'

const show = (value: number): string => (value === 0 ? '0' : value.toPrecision(9))

const check = async (path: string): Promise<number> => {
  let reference: Reference
  try {
    reference = JSON.parse(await readFile(path, 'utf8')) as Reference
  } catch (error) {
    process.stderr.write(`${path}: ${(error as Error).message}\n`)
    return 2
  }
  let [count, wrong, slowest, excess] = [0, 0, 0, 0]
  for (const { group, name, ours, least, most, ms, isOk } of checkReference(reference)) {
    count++
    if (!isOk) wrong++
    slowest = Math.max(slowest, ms)
    if (group === 'cases' && least > 0) excess = Math.max(excess, ours / least - 1)
    process.stdout.write(
      `${isOk ? 'ok ' : 'OUT'} ${group} ${name}: ${show(ours)} in [${show(least)}, ${show(most)}] ${ms.toFixed(1)} ms\n`,
    )
  }
  process.stdout.write(
    `\n${count - wrong} of ${count} within bounds; largest excess of epsilon over its proven lower bound ${(100 * excess).toFixed(3)} %; slowest ${slowest.toFixed(0)} ms\n`,
  )
  return wrong === 0 && count > 0 ? 0 : 1
}

const path = process.argv[2]
if (path === undefined) process.stderr.write('usage: npm run dp:check -- FILE\n')
process.exitCode = path === undefined ? 2 : await check(path)
