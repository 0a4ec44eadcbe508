/**
 * A process with a disk that cannot take everything: replaces an object by a larger one, adds one, deletes one, and says what came
 * of it as a line of JSON. Arguments: the store's directory, the bytes to write; `nobody` gives up the rights of root.
 * @module
 */
import { PromptPostError } from '../errors.js'
import { openDirectoryStore } from './index.js'

const [directory, bytes, who] = process.argv.slice(2) as [string, string, string | undefined]
if (who === 'nobody') process.setuid?.(65_534)
const large = Buffer.alloc(Number(bytes), 'n')

const outcome = async (action: () => Promise<unknown>): Promise<string> => {
  try {
    await action()
    return 'done'
  } catch (error) {
    return error instanceof PromptPostError ? `${error.code}: ${error.message}` : String(error)
  }
}

const store = await openDirectoryStore(directory)
const { etag } = (await store.head('old'))!
const outcomes = {
  replaced: await outcome(() => store.put('old', large)),
  swapped: await outcome(() => store.put('old', large, { ifMatch: etag })),
  added: await outcome(() => store.put('new/large', large, { ifAbsent: true })),
  old: Buffer.from((await store.get('old'))!.bytes).toString(),
  keys: (await store.list('')).objects.map(({ key }) => key),
  deleted: await outcome(() => store.delete('old')),
}
process.stdout.write(JSON.stringify(outcomes))
