/**
 * What the doubles of AWS share: errors by code, and who may do what.
 * @module
 */

/** An answer that is an error, by AWS's code. */
export class AwsError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/** What else a request brings that a policy may ask for. */
export type Brought = {
  headers: Readonly<Record<string, string | string[] | undefined>>
  query: URLSearchParams
}

export type Credentials = {
  secret: string
  region: string
  sessionToken?: string
  /** Whether these may do something: all, where left out. For S3 `resource` is the key, or the prefix of a list. */
  allows?: (operation: string, resource: string, brought: Brought) => boolean
}
