/**
 * A deletion between others: at each of its accesses to the store, and at each of theirs, something else may come.
 */
import { keyOf, newIdentifier, type ObjectStore, openMemoryStore, readMark } from '@promptpost/base/store'
import { describe, expect, it } from 'vitest'
import type { RequestContext } from '../../http/environment.js'
import { servicesOver } from '../../testing/services-over.test.helper.js'
import { type PromptRecord, save } from '../records.js'
import { finishDeletions, type Remover, removeUnused } from './remove.js'

const MINUTE = 60_000
const [owner, client, last] = ['lab', 'aaa', 'zzz']
const student = { collection: 'students', id: newIdentifier('stu') } as const
const mark = keyOf({ tenant: owner, collection: 'deletions', id: student.id })

type Happening = () => Promise<unknown>

/** The store as one process sees it, to whom something happens before each access. */
const disturbed = (store: ObjectStore, before: Happening): ObjectStore => {
  const { createInOrder: _, ...one } = store
  return {
    ...one,
    get: async key => before().then(() => store.get(key)),
    head: async key => before().then(() => store.head(key)),
    list: async (...parameters) => before().then(() => store.list(...parameters)),
    listFolders: async (...parameters) => before().then(() => store.listFolders(...parameters)),
    put: async (...parameters) => before().then(() => store.put(...parameters)),
    delete: async (...parameters) => before().then(() => store.delete(...parameters)),
  }
}

const newGate = () => {
  let open = (): void => {}
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { open, opened }
}

/** A student that was issued to all, and two clients, of whom the last may have a prompt of it. */
const story = async (isNeeded = false) => {
  const store = openMemoryStore(async () => {})
  await store.put(keyOf({ tenant: owner, ...student }), JSON.stringify({ id: student.id }))
  await store.put(keyOf({ shared: 'catalogue', ...student }), JSON.stringify({ tenant: owner }))
  for (const tenant of [client, last])
    await store.put(keyOf({ tenant, collection: 'tokens', id: 'a', path: ['b.json'] }), '{}')
  const prompt = keyOf({ tenant: last, collection: 'prompts', id: newIdentifier('pmt') })
  if (isNeeded) await store.put(prompt, JSON.stringify({ student: student.id }))
  return { store, services: await servicesOver(store), prompt }
}

/** As a request of a client that has found the student. @returns whether it was let in */
const createPrompt = async (services: Remover, tenant: string): Promise<boolean> => {
  const values: Record<string, unknown> = { services, credential: { tenant } }
  const c = { get: (name: string) => values[name] } as unknown as RequestContext
  const prompt = { id: newIdentifier('pmt'), student: student.id } as PromptRecord
  const named = [{ ...student, tenant: owner, pointer: '/student' }]
  return save(c, 'prompts', prompt, named).then(
    () => true,
    () => false,
  )
}

/** How a deletion ends, between things that happen before some of its accesses to the store, by their number. */
const outcome = async (services: Remover, store: ObjectStore, happenings: Record<number, Happening>) => {
  let accesses = 0
  const seen = disturbed(store, async () => happenings[accesses++]?.())
  const code = await removeUnused({ ...services, store: seen }, owner, student).then(
    () => 'deleted',
    error => error.code as string,
  )
  const isThere = (await store.head(keyOf({ tenant: owner, ...student }))) !== undefined
  return { code, isThere, accesses }
}

const accessesOf = async (isNeeded: boolean): Promise<number> => {
  const { store, services } = await story(isNeeded)
  return (await outcome(services, store, {})).accesses
}

describe('a deletion that looks for what needs the thing', () => {
  for (const later of [0, 16 * MINUTE, -16 * MINUTE])
    it(`lets nobody name it, whenever a reconciler comes whose clock is ${later / MINUTE} minutes off`, async () => {
      const accesses = await accessesOf(false)
      for (let lift = 0; lift < accesses; lift++)
        for (let make = lift; make < accesses; make++) {
          const { store, services } = await story()
          let isMade = false
          const reconcile = () => finishDeletions(services, Date.now() + later)
          const create = async () => {
            isMade = await createPrompt(services, client)
          }
          const both = async () => reconcile().then(create)
          const happenings = lift === make ? { [lift]: both } : { [lift]: reconcile, [make]: create }
          const { code, isThere } = await outcome(services, store, happenings)
          expect([code, isThere], `${lift}, ${make}`).toEqual(isMade ? ['in-use', true] : ['deleted', false])
          expect(await store.head(mark)).toBeUndefined()
        }
    })

  it('lets nobody name it when another deletion is refused meanwhile', async () => {
    const accesses = await accessesOf(false)
    for (let first = 0; first < accesses; first++)
      for (let second = first + 1; second < accesses; second++) {
        const { store, services, prompt } = await story(true)
        let isMade = false
        const refused = async () => void (await outcome(services, store, {}))
        const create = async () => {
          await store.delete(prompt)
          isMade = await createPrompt(services, client)
        }
        const { isThere } = await outcome(services, store, { [first]: refused, [second]: create })
        if (isMade) expect(isThere, `${first}, ${second}`).toBe(true)
      }
  })

  it('lets nobody name it in a request that began before and goes on after any step', async () => {
    const { store, services } = await story()
    let accessesOfCreation = 0
    const counting = disturbed(store, async () => accessesOfCreation++)
    await createPrompt({ ...services, store: counting }, client)
    const accesses = await accessesOf(false)
    for (let stop = 0; stop < accessesOfCreation; stop++)
      for (let begin = 0; begin < accesses; begin += 2)
        for (let end = begin + 1; end < accesses; end++) {
          const { store, services } = await story()
          const reconcile = () => finishDeletions(services)
          const [reached, gate] = [newGate(), newGate()]
          let creation: Promise<boolean> | undefined
          let access = 0
          const seen = disturbed(store, async () => {
            if (access++ !== stop) return
            reached.open()
            await gate.opened
          })
          const happenings: Record<number, Happening> = {}
          for (let i = 0; i < accesses; i++) happenings[i] = reconcile
          happenings[begin] = async () => {
            await reconcile()
            creation = createPrompt({ ...services, store: seen }, client)
            await Promise.race([reached.opened, creation])
          }
          happenings[end] = async () => {
            await reconcile()
            gate.open()
            await creation
          }
          const { isThere } = await outcome(services, store, happenings)
          gate.open()
          if (await creation) expect(isThere, `${stop}, ${begin}, ${end}`).toBe(true)
        }
  })

  it('leaves its mark, when it dies, for as long as it might live, and no longer', async () => {
    const dead: Happening = () => Promise.reject(new Error('dead'))
    const accesses = await accessesOf(true)
    let marked = 0
    for (let death = 0; death < accesses; death++) {
      const { store, services } = await story(true)
      await outcome(services, store, { [death]: dead })
      const isMarked = (await store.head(mark)) !== undefined
      if (isMarked) marked++
      await finishDeletions(services, Date.now() + 10 * MINUTE)
      expect((await store.head(mark)) !== undefined, `${death}`).toBe(isMarked)
      await finishDeletions(services, Date.now() + 16 * MINUTE)
      expect(await store.head(mark), `${death}`).toBeUndefined()
      expect(await createPrompt(services, client)).toBe(true)
    }
    expect(marked).toBeGreaterThan(0)
  })

  it('is not taken for dead where its mark does not say until when, as those of earlier versions', async () => {
    const { store, services } = await story()
    await store.put(mark, JSON.stringify({ collection: 'students' }))
    const now = Date.now() + 60 * MINUTE
    for (const later of [0, 10]) {
      await finishDeletions(services, now + later * MINUTE)
      expect(await readMark(store, owner, student.id)).toMatchObject({ collection: 'students' })
    }
    await finishDeletions(services, now + 16 * MINUTE)
    expect(await store.head(mark)).toBeUndefined()
  })
})
