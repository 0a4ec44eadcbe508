/**
 * Values by key up to a number of bytes: the one that was not asked for longest goes first.
 * @module
 */

export type ByteCache<V> = {
  /** The value, which counts as used now. */
  get: (key: string) => V | undefined
  /** Lets values go until so many bytes more fit, or none is left. */
  makeRoom: (bytes: number) => Promise<void>
  /** Keeps a value, however large it is; others make room. */
  set: (key: string, value: V, bytes: number) => Promise<void>
  delete: (key: string) => Promise<void>
  /** Keys and values, the least recently used first; looking is no use. */
  entries: () => [key: string, value: V][]
  /** Bytes of all that is kept. */
  bytes: () => number
}

/**
 * @param limit bytes
 * @param leave called for what is let go, before anything else is kept
 */
export const createByteCache = <V>(
  limit: number,
  leave: (value: V) => Promise<void> | void = () => {},
): ByteCache<V> => {
  /** In order of use. */
  const entries = new Map<string, { value: V; bytes: number }>()
  let total = 0
  const remove = async (key: string): Promise<void> => {
    const entry = entries.get(key)
    if (!entry) return
    entries.delete(key)
    total -= entry.bytes
    await leave(entry.value)
  }
  const makeRoom = async (bytes: number): Promise<void> => {
    for (const oldest of [...entries.keys()]) {
      if (total + bytes <= limit) break
      await remove(oldest)
    }
  }
  return {
    makeRoom,
    get: key => {
      const entry = entries.get(key)
      if (!entry) return undefined
      entries.delete(key)
      entries.set(key, entry)
      return entry.value
    },
    set: async (key, value, bytes) => {
      await remove(key)
      await makeRoom(bytes)
      entries.set(key, { value, bytes })
      total += bytes
    },
    delete: remove,
    entries: () => [...entries].map(([key, { value }]) => [key, value]),
    bytes: () => total,
  }
}
