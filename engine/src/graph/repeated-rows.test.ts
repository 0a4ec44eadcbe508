import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSession, type Session } from '../runtime/index.js'
import { constant, createGraph, gatherRepeated, gradients, input, reduceSum, setOutputs } from './index.js'

const ROWS = 64
const WIDTH = 64
const COUNT = 4096

let session: Session

beforeAll(async () => {
  const graph = createGraph('repeated rows')
  const table = input(graph, 'table', 'float32', [ROWS, WIDTH])
  const sum = reduceSum(gatherRepeated(table, input(graph, 'ids', 'int32', ['N'])), [0, 1])
  const [gradient] = gradients(graph, [{ value: sum, cotangent: constant(graph, 'float32', 1) }], [table])
  setOutputs(graph, { gradient: gradient! })
  session = await createSession(graph, { threads: 2 })
})

afterAll(() => session.dispose())

it('a row that is gathered often gets all of its gradients, however many threads there are', async () => {
  // Every seventh is the same.
  const ids = Int32Array.from({ length: COUNT }, (_, i) => (i % 7 === 0 ? 3 : i % ROWS))
  const expected = new Float32Array(ROWS * WIDTH)
  for (const id of ids) for (let i = 0; i < WIDTH; i++) expected[id * WIDTH + i]!++
  for (let run = 0; run < 20; run++) {
    const { gradient } = await session.run({
      table: { data: new Float32Array(ROWS * WIDTH), shape: [ROWS, WIDTH] },
      ids: { data: ids, shape: [COUNT] },
    })
    expect(gradient!.data).toEqual(expected)
  }
})
