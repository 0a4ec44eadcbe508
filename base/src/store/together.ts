/**
 * Tasks of one name together: while some are at work, others wait and go next, all at once. So what many ask for at the same time is
 * written once for all of them.
 * @module
 */
export type Together<T, R> = (name: string, item: T) => Promise<R>

type Waiting<T, R> = { item: T; resolve: (result: R) => void; reject: (error: unknown) => void }

/**
 * @param work gives a result for each item, in their order; never two at a time of one name
 * @param most items of one go
 */
export const createTogether = <T, R>(
  work: (name: string, items: readonly T[]) => Promise<readonly R[]>,
  most = Number.POSITIVE_INFINITY,
): Together<T, R> => {
  /** By name, as long as one is at work. */
  const lines = new Map<string, Waiting<T, R>[]>()
  const serve = async (name: string, line: Waiting<T, R>[]): Promise<void> => {
    while (line.length > 0) {
      const batch = line.splice(0, most)
      try {
        const results = await work(
          name,
          batch.map(({ item }) => item),
        )
        for (const [i, { resolve }] of batch.entries()) resolve(results[i] as R)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    lines.delete(name)
  }
  return (name, item) =>
    new Promise((resolve, reject) => {
      const one = { item, resolve, reject }
      const line = lines.get(name)
      if (line) return void line.push(one)
      const begun = [one]
      lines.set(name, begun)
      void serve(name, begun)
    })
}
