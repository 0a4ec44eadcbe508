/**
 * A process of the race test: adds one to a counter, again and again, by compare-and-swap.
 * Arguments: the store's directory, the key, how often.
 * @module
 */
import { openDirectoryStore, updateJson } from './index.js'

const [directory, key, times] = process.argv.slice(2) as [string, string, string]
const store = await openDirectoryStore(directory)
for (let i = 0; i < Number(times); i++) {
  await updateJson<{ value: number }>(store, key, ({ value }) => ({ value: value + 1 }))
  process.stdout.write('+')
}
