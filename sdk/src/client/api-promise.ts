/**
 * What a method gives: a promise of the data that can be asked for the response too.
 * @module
 */

export type WithResponse<T> = {
  data: T
  response: Response
  /** To be given to the provider when asking for help. */
  requestId: string | undefined
}

/**
 * A promise of the answer's data. The request is sent at once; its body is read when the data is asked for.
 *
 * @example
 * const job = await client.jobs.get('job_01h455vb4pex5vsknk084sn02q')
 * const { data, requestId } = await client.jobs.get('job_01h455vb4pex5vsknk084sn02q').withResponse()
 * const { status } = await client.jobs.get('job_01h455vb4pex5vsknk084sn02q').asResponse()
 * console.log(job.id === data.id, requestId, status)
 */
export type ApiPromise<T> = Promise<T> & {
  /** The response as it came, with its body unread. Errors are thrown as ever. */
  asResponse(): Promise<Response>
  /** The data, and the response it was read from. */
  withResponse(): Promise<WithResponse<T>>
}

/** @param parse reads the body; called once, and not at all when only the response is wanted */
export const apiPromise = <T>(
  response: Promise<Response>,
  parse: (response: Response) => Promise<T>,
): ApiPromise<T> => {
  let parsed: Promise<T> | undefined
  const data = (): Promise<T> => {
    parsed ??= response.then(parse)
    return parsed
  }
  return {
    // biome-ignore lint/suspicious/noThenProperty: it is a promise, whose body is read late
    then: (fulfilled, rejected) => data().then(fulfilled, rejected),
    catch: rejected => data().catch(rejected),
    finally: settled => data().finally(settled),
    [Symbol.toStringTag]: 'ApiPromise',
    asResponse: () => response,
    async withResponse() {
      const [value, from] = [await data(), await response]
      return { data: value, response: from, requestId: from.headers.get('x-request-id') ?? undefined }
    },
  }
}
