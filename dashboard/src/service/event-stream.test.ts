import { describe, expect, it } from 'vitest'
import { eventData } from './event-stream.js'

const read = async (chunks: readonly Uint8Array[]): Promise<string[]> => {
  const found: string[] = []
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
  for await (const data of eventData(body)) found.push(data)
  return found
}

const STREAM =
  'retry: 1000\n\nid: 1\nevent: queued\ndata: {"a":"ä"}\n\n: still here\n\nid: 2\r\ndata:one\r\ndata: two\r\n\r\ndata: cut'

describe('an event stream', () => {
  it('is read alike however it is cut', async () => {
    const bytes = new TextEncoder().encode(STREAM)
    for (let size = 1; size <= bytes.length; size++) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.slice(i * size, (i + 1) * size),
      )
      expect(await read(chunks), `${size} bytes`).toEqual(['{"a":"ä"}', 'one\ntwo'])
    }
  })
})
