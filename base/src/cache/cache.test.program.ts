/**
 * A process that uses a cache beside others. Arguments: the cache's folder, its bytes, entries to write, bytes of each. Prints, as JSON,
 * how many were kept and how many of those read afterwards were wrong.
 * @module
 */
import { openComputedCache } from './index.js'

const [directory = '', bytes, count, size] = process.argv.slice(2)
const cache = openComputedCache({ directory, bytes: Number(bytes), of: { tenant: 'acme', id: 'dst_1' } })
process.stdout.write('\n')
const tally = { kept: 0, found: 0, wrong: 0 }
for (let i = 0; i < Number(count); i++) {
  const what = { work: 'test', number: i }
  if (await cache.write(what, new Uint8Array(Number(size)).fill(i))) tally.kept++
  const into = new Uint8Array(Number(size))
  if (!(await cache.read(what, into))) continue
  tally.found++
  if (into.some(byte => byte !== i % 256)) tally.wrong++
}
process.stdout.write(JSON.stringify(tally))
