/**
 * A request as it would be sent, caught where Node's fetch hands it to a connection. All that makes it has run by then,
 * so the headers that fetch adds of its own are there too; no name is looked up and no connection is opened.
 * @module
 */
import { PromptPostError } from '@promptpost/base'

export type CaughtRequest = {
  method: string
  url: URL
  /** Names in lower case. Those of the connection itself (`host`, `connection`) come on top of them. */
  headers: [name: string, value: string][]
  body: Buffer
}

/** What fetch gives a dispatcher (undici's `Dispatcher.DispatchOptions`), as far as it is used here. */
type Dispatched = {
  origin: string | URL
  path: string
  method: string
  headers: Record<string, string>
  body: AsyncIterable<Uint8Array> | null
}

const readAll = async (body: Dispatched['body']): Promise<Buffer> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of body ?? []) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/**
 * Runs `work` with a fetch that sends nothing.
 *
 * @param work makes one request with the fetch it is given; that it fails for want of an answer is expected
 * @throws PromptPostError whatever `work` throws before it makes a request; 'internal' when it makes none
 */
export const catchRequest = async (
  work: (fetchNothing: typeof fetch) => Promise<unknown>,
): Promise<CaughtRequest> => {
  let caught: Promise<CaughtRequest> | undefined
  const over = new AbortController()
  const dispatcher = {
    dispatch({ origin, path, method, headers, body }: Dispatched): boolean {
      const lower = Object.entries(headers).map(([name, value]): [string, string] => [
        name.toLowerCase(),
        value,
      ])
      caught ??= readAll(body).then(bytes => ({
        method,
        url: new URL(path, origin),
        headers: lower,
        body: bytes,
      }))
      void caught.catch(() => undefined).then(() => over.abort())
      return true
    },
  }
  const fetchNothing: typeof fetch = (input, init) =>
    fetch(input, { ...init, signal: over.signal, dispatcher } as unknown as RequestInit)
  try {
    await work(fetchNothing)
  } catch (error) {
    if (caught === undefined) throw error
  }
  if (caught === undefined) throw new PromptPostError('internal', 'no request was made')
  return caught
}
