import { setTimeout as sleep } from 'node:timers/promises'
import { createJson, isConflict, type ObjectStore, readJson, updateJson } from '@promptpost/base/store'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPlace } from '../testing/open-s3.js'
import { type Fault, type Operation, type S3Double, startS3Double } from '../testing/s3-double/index.js'

let double: S3Double
let store: ObjectStore
beforeAll(async () => {
  double = await startS3Double()
})
afterAll(() => double.close())
beforeEach(async () => {
  double.bucket.objects.clear()
  double.bucket.uploads.clear()
  double.chance = () => undefined
  double.log.length = 0
  store = await openPlace(double.endpoint)
})

const SLOW_DOWN: Fault = { kind: 'status', status: 503, code: 'SlowDown' }
const BUSY: Fault = { kind: 'status', status: 409, code: 'ConditionalRequestConflict' }
const DROP_AFTER: Fault = { kind: 'drop-after' }

/** The first requests of an operation meet these faults, in order; `between` runs before the last of them is told. */
const faults = (operation: Operation, ...list: Fault[]): void => {
  double.chance = request => (request.operation === operation ? list.shift() : undefined)
}
const textAt = async (key: string): Promise<string | undefined> => {
  const object = await store.get(key)
  return object && Buffer.from(object.bytes).toString()
}
const large = (seed: number): Buffer => Buffer.alloc(20 * 2 ** 20, `large ${seed} `)

describe('a write whose answer is lost', () => {
  it('is known to be done when it made the object', async () => {
    faults('PutObject', DROP_AFTER)
    expect(await createJson(store, 'k', 1)).toBe(true)
    expect(double.log.map(({ status }) => status)).toEqual(['dropped', 412, 200])
    expect(await createJson(store, 'k', 2)).toBe(false)
  })

  it('is known to be done when it changed the object', async () => {
    const { etag } = await store.put('k', 'one')
    faults('PutObject', DROP_AFTER)
    await store.put('k', 'two', { ifMatch: etag })
    expect(await textAt('k')).toBe('two')
  })

  it('is known to be done though others wrote after it', async () => {
    const other = await openPlace(double.endpoint)
    const { etag } = await store.put('k', 'one')
    faults('PutObject', DROP_AFTER)
    const writing = store.put('k', 'two', { ifMatch: etag })
    while ((await other.head('k'))?.etag === etag) await sleep(1)
    for (let i = 0, head = await other.head('k'); i < 5; i++)
      head = await other.put('k', `other ${i}`, { ifMatch: head!.etag })
    await writing
    expect(await textAt('k')).toBe('other 4')
  })

  it('is not said to have lost when nobody can know', async () => {
    const other = await openPlace(double.endpoint)
    const { etag } = await store.put('k', 'one')
    faults('PutObject', DROP_AFTER)
    const writing = store.put('k', 'two', { ifMatch: etag })
    while ((await other.head('k'))?.etag === etag) await sleep(1)
    // Unconditional: what was there before is forgotten.
    await other.put('k', 'other')
    await expect(writing).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('has lost when all writes since are known and it is not among them', async () => {
    const other = await openPlace(double.endpoint)
    const { etag } = await store.put('k', 'one')
    let isFirst = true
    double.chance = ({ operation }) => {
      if (operation !== 'PutObject' || !isFirst) return undefined
      isFirst = false
      return SLOW_DOWN
    }
    const writing = store.put('k', 'two', { ifMatch: etag })
    while (isFirst) await sleep(1)
    await other.put('k', 'other', { ifMatch: etag })
    expect(await writing.then(() => 'won', isConflict)).toBe(true)
  })

  it('is known to be done when it was large', async () => {
    faults('CompleteMultipartUpload', DROP_AFTER)
    const stream = async function* () {
      yield large(1)
    }
    const head = await store.put('k', stream(), { ifAbsent: true })
    expect(await store.head('k')).toEqual(head)
    expect(double.bucket.uploads.size).toBe(0)
  })
})

describe('S3 that asks to try again', () => {
  it.each([
    ['slow down', SLOW_DOWN],
    ['a conflict of conditional requests', BUSY],
    ['a connection that breaks', { kind: 'drop-before' } as Fault],
  ])('is asked again after %s', async (_, fault) => {
    faults('PutObject', fault, fault)
    expect(await createJson(store, 'k', 1)).toBe(true)
    faults('DeleteObject', fault, fault)
    expect(await store.delete('k')).toBe(true)
  })

  it('is not asked for ever, and the error says what to do and no address', async () => {
    double.chance = () => SLOW_DOWN
    const error = (await store.get('k').catch((caught: unknown) => caught)) as Error
    expect(error).toMatchObject({ code: 'unavailable' })
    expect(error.message).toContain('Try again')
    expect(error.message).not.toMatch(/127\.0\.0\.1|AKI|X-Amz/i)
  })

  it('that refuses the credentials is said to', async () => {
    double.keys.set('AKIDOUBLE', {
      ...double.keys.get('AKIDOUBLE')!,
      allows: operation => operation !== 'PutObject',
    })
    await expect(store.put('k', 'x')).rejects.toThrow(/AccessDenied.*role/s)
    const { allows: _, ...all } = double.keys.get('AKIDOUBLE')!
    double.keys.set('AKIDOUBLE', all)
  })

  it('finds out of a delete whose answer is lost that it was done', async () => {
    await store.put('k', 'x')
    faults('DeleteObject', DROP_AFTER)
    expect(await store.delete('k')).toBe(true)
    expect(await store.delete('k')).toBe(false)
  })
})

describe('a body that breaks off', () => {
  it('is read again', async () => {
    await store.put('k', 'the whole content')
    faults('GetObject', { kind: 'truncate' }, { kind: 'truncate' })
    expect(await textAt('k')).toBe('the whole content')
  })

  it('goes on where it broke, when it is a range', async () => {
    const content = large(2)
    await store.put('k', content)
    faults('GetObject', { kind: 'truncate' }, { kind: 'truncate' }, { kind: 'truncate' })
    const chunks: Uint8Array[] = []
    for await (const chunk of (await store.getRange('k', 5, 2 ** 40))!) chunks.push(chunk)
    expect(Buffer.concat(chunks).equals(content.subarray(5))).toBe(true)
  })

  it('fails when the object has changed meanwhile', async () => {
    await store.put('k', large(3))
    faults('GetObject', { kind: 'truncate' })
    const stream = (await store.getRange('k', 0, 2 ** 40))!
    const reading = (async () => {
      for await (const _ of stream) double.bucket.objects.get('k')!.etag = '"another"'
    })()
    await expect(reading).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('of other bytes than were stored is refused', async () => {
    await store.put('k', large(4))
    double.bucket.objects.get('k')!.bytes[7]! ^= 1
    await expect(store.get('k')).rejects.toThrow('other bytes than were stored')
  })
})

it('leaves no upload behind when a large stream fails', async () => {
  const failing = async function* () {
    yield large(5)
    throw new Error('cut off')
  }
  await expect(store.put('k', failing())).rejects.toThrow('cut off')
  faults('UploadPart', { kind: 'status', status: 403, code: 'AccessDenied' })
  await expect(
    store.put(
      'k',
      (async function* () {
        yield large(6)
      })(),
    ),
  ).rejects.toMatchObject({ code: 'unavailable' })
  expect(double.bucket.uploads.size).toBe(0)
  expect(double.bucket.objects.size).toBe(0)
})

it('counts exactly, whatever breaks, whenever it says that it has counted', async () => {
  const kinds: (Fault | undefined)[] = [
    SLOW_DOWN,
    BUSY,
    DROP_AFTER,
    { kind: 'drop-before' },
    { kind: 'truncate' },
  ]
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat({ max: 14 })), async choices => {
      double.bucket.objects.clear()
      double.chance = () => undefined
      await createJson(store, 'counter', { value: 0 })
      double.chance = ({ operation }) => {
        const fault = kinds[choices.next().value as number]
        // Only writes are conditional, only bodies can be cut.
        if (fault === BUSY && operation !== 'PutObject') return undefined
        return fault?.kind === 'truncate' && operation !== 'GetObject' ? undefined : fault
      }
      let [told, unsure] = [0, 0]
      const count = async (): Promise<void> => {
        const own = await openPlace(double.endpoint)
        for (let i = 0; i < 8; i++)
          await updateJson<{ value: number }>(own, 'counter', ({ value }) => ({ value: value + 1 })).then(
            () => told++,
            () => unsure++,
          )
      }
      await Promise.all([count(), count(), count()])
      double.chance = () => undefined
      const { value } = (await readJson<{ value: number }>(store, 'counter'))!.value
      expect(value).toBeGreaterThanOrEqual(told)
      expect(value).toBeLessThanOrEqual(told + unsure)
      expect(unsure).toBeLessThan(told)
    }),
    { numRuns: 4, seed: 1 },
  )
})
