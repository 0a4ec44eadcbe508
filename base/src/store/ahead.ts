/**
 * Doing something with each of many things, some of them ahead of whoever takes the results.
 * @module
 */

/** Objects that are read, or folders that are listed, at the same time. */
export const READ_AT_ONCE = 20

/**
 * What `task` gives for each item, in the order of the items. No more items are taken, and no more results kept, than are worked on at
 * the same time; none is begun once nobody wants more results.
 *
 * @throws what the task of the first item that failed threw
 */
export async function* ahead<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  task: (item: T) => Promise<R>,
  most = READ_AT_ONCE,
): AsyncGenerator<R> {
  const begun: Promise<R>[] = []
  for await (const item of items) {
    if (begun.length === most) yield (await begun.shift()) as R
    const result = task(item)
    // Its turn may never come.
    result.catch(() => undefined)
    begun.push(result)
  }
  while (begun.length > 0) yield (await begun.shift()) as R
}
