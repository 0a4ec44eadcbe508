/**
 * The newest of a collection, for views that list one.
 * @module
 */
import type { Paths } from 'promptpost/client'
import { type Api, dataOf } from '../service/api.js'
import { type Loaded, useLoad } from '../service/hooks.js'

type ListPath =
  | '/v1/models'
  | '/v1/datasets'
  | '/v1/students'
  | '/v1/prompts'
  | '/v1/transfers'
  | '/v1/predictions'

type PageOf<P extends ListPath> = Paths[P]['get']['responses'][200]['content']['application/json']

/** Records of a page; what is older is for the command line. */
const NEWEST = 100

/** How often to look again, in milliseconds. */
const AGAIN = 5_000

const ask = (api: Api, path: ListPath, query: object, signal: AbortSignal): Promise<unknown> =>
  dataOf(api.client.GET(path, { params: { query: { order: 'desc', limit: NEWEST, ...query } }, signal }))

/** @param filter query parameters of the list */
export const useListed = <P extends ListPath>(
  path: P,
  filter: Record<string, string> = {},
): Loaded<PageOf<P>> =>
  useLoad(
    `${path} ${JSON.stringify(filter)}`,
    (api, signal) => ask(api, path, filter, signal) as Promise<PageOf<P>>,
    () => AGAIN,
  )

/** Says that there are more. */
export const MoreNote = ({ page }: { page: { next_cursor: string | null } | undefined }) =>
  page?.next_cursor ? (
    <p class="soft">The newest {NEWEST} are shown; the promptpost command lists all of them.</p>
  ) : null
