/**
 * `npm run parity -- DIR...`: checks fixture folders (or folders of them) and prints the worst error per entry group.
 * Exit 1 if any is out of tolerance, 2 when a folder cannot be read. `--float64` checks the formulas without rounding.
 * @module
 */
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { outliveReader } from '@promptpost/base'
import { compareFixture } from './compare.js'
import { computeFixture } from './compute.js'
import { openFixture } from './fixture.js'

outliveReader()

const FLOAT64_TOLERANCE = 1e-6

const foldersIn = (path: string): string[] => {
  if (existsSync(join(path, 'case.json')) || !existsSync(path)) return [path]
  return readdirSync(path)
    .sort()
    .map(name => join(path, name))
    .filter(folder => existsSync(join(folder, 'case.json')))
}

const main = async (args: readonly string[]): Promise<number> => {
  const double = args.includes('--float64')
  const folders = args.filter(arg => !arg.startsWith('--')).flatMap(foldersIn)
  if (folders.length === 0) {
    console.error(
      'usage: npm run parity -- [--float64] DIR...   (folders with case.json, or folders of such folders)',
    )
    return 2
  }
  let out = 0
  let unread = 0
  for (const folder of folders) {
    try {
      const fixture = await openFixture(folder)
      const computed = await computeFixture(fixture, double ? 'float64' : 'float32')
      for (const { group, entries, worst, passed } of compareFixture(
        fixture,
        computed,
        double ? FLOAT64_TOLERANCE : undefined,
      )) {
        if (!passed) out++
        const note = entries > 1 ? `  ${entries} entries, worst ${worst.name}` : ''
        const numbers = `${worst.error.toExponential(1)} (tolerance ${worst.tolerance})`
        console.log(`${passed ? 'ok  ' : 'FAIL'} ${basename(folder)} ${group.padEnd(32)} ${numbers}${note}`)
      }
    } catch (error) {
      unread++
      console.error(`FAIL ${folder}: ${(error as Error).message}`)
    }
  }
  if (unread > 0) console.log(`${unread} of ${folders.length} fixtures could not be computed`)
  if (out > 0) console.log(`${out} entry groups out of tolerance`)
  if (out + unread === 0) console.log(`all within tolerance: ${folders.length} fixtures`)
  return out > 0 ? 1 : unread > 0 ? 2 : 0
}

process.exitCode = await main(process.argv.slice(2))
