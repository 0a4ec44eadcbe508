/**
 * Tasks of one name one after another: what would collide in the store, and be done again, waits in memory instead.
 * @module
 */
type OneByOne = <T>(name: string, task: () => Promise<T>) => Promise<T>

export const createOneByOne = (): OneByOne => {
  const last = new Map<string, Promise<unknown>>()
  return (name, task) => {
    const turn = (last.get(name) ?? Promise.resolve()).then(task)
    const settled = turn.catch(() => undefined)
    last.set(name, settled)
    void settled.then(() => last.get(name) === settled && last.delete(name))
    return turn
  }
}
