import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTurns } from './turns.js'

type Step = { do: 'add' | 'next' | 'remove'; tenant: string; pick: number }
const steps = fc.array(
  fc.record({
    do: fc.constantFrom<Step['do']>('add', 'add', 'add', 'next', 'next', 'remove'),
    tenant: fc.constantFrom('a', 'b', 'c', 'd'),
    pick: fc.nat(20),
  }),
  { maxLength: 80 },
)

/** Plays the steps, with a tally of who waits for what beside it. */
const play = (
  all: readonly Step[],
  onNext: (tenant: string, waiting: Map<string, string[]>) => void,
  onEmpty: (tenant: string) => void = () => {},
) => {
  const turns = createTurns()
  const waiting = new Map<string, string[]>(['a', 'b', 'c', 'd'].map(tenant => [tenant, []]))
  let made = 0
  for (const step of all) {
    const line = waiting.get(step.tenant) as string[]
    if (step.do === 'add') {
      const id = `job${made++}`
      turns.add({ tenant: step.tenant, id })
      line.push(id)
    } else if (step.do === 'remove') {
      const id = line[step.pick] ?? 'absent'
      expect(turns.remove({ tenant: step.tenant, id })).toBe(line.includes(id))
      if (line.includes(id)) line.splice(line.indexOf(id), 1)
      if (line.length === 0) onEmpty(step.tenant)
    } else {
      const next = turns.next()
      if (!next) {
        expect([...waiting.values()].flat()).toEqual([])
        continue
      }
      expect(next.id).toBe(waiting.get(next.tenant)?.[0])
      onNext(next.tenant, waiting)
      waiting.get(next.tenant)?.shift()
    }
  }
  return { turns, waiting }
}

describe('turns', () => {
  it('keep each tenant’s order, lose nothing and repeat nothing', () => {
    fc.assert(
      fc.property(steps, all => {
        const { turns, waiting } = play(all, () => {})
        const left = []
        for (let job = turns.next(); job; job = turns.next()) left.push(job)
        for (const [tenant, line] of waiting)
          expect(left.filter(job => job.tenant === tenant).map(({ id }) => id)).toEqual(line)
      }),
    )
  })

  it('let no tenant pass another that waits more than once', () => {
    fc.assert(
      fc.property(steps, all => {
        /** By who waits and who was served meanwhile: how often. */
        const passed = new Map<string, number>()
        const startAnew = (tenant: string): void => {
          for (const pair of passed.keys()) if (pair.startsWith(tenant)) passed.delete(pair)
        }
        const onNext = (served: string, waiting: Map<string, string[]>): void => {
          for (const [tenant, line] of waiting) {
            if (tenant === served || line.length === 0) continue
            const pair = `${tenant} by ${served}`
            passed.set(pair, (passed.get(pair) ?? 0) + 1)
            expect(passed.get(pair), pair).toBe(1)
          }
          startAnew(served)
        }
        play(all, onNext, startAnew)
      }),
    )
  })

  it('say where a job stands, as it comes out', () => {
    fc.assert(
      fc.property(steps, all => {
        const { turns, waiting } = play(all, () => {})
        const said = new Map<string, number | undefined>()
        for (const [tenant, line] of waiting)
          for (const id of line) said.set(id, turns.position({ tenant, id }))
        for (let i = 0, job = turns.next(); job; i++, job = turns.next()) expect(said.get(job.id)).toBe(i)
        expect(turns.position({ tenant: 'a', id: 'job0' })).toBeUndefined()
      }),
    )
  })
})
