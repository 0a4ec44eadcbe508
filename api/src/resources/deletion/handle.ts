/**
 * A DELETE request, whatever it is of.
 * @module
 */
import { keyOf } from '@promptpost/base/store'
import { requireMatch } from '../../http/conditional.js'
import type { RequestContext } from '../../http/environment.js'
import { notFound } from '../../http/problem.js'
import { isIdentifier, type ResourceName } from '../identifiers.js'
import { remove, removeUnused, resume } from './remove.js'

/**
 * Deletes one of the tenant's own things; what is only open to the tenant is not found.
 *
 * @param show what a GET of it would send
 * @throws Problem 404 when there is none, 412 when If-Match names another state, 409 when something needs it, unless it is a
 *   prompt, which takes with it what was made of it
 */
export const deleteThing = async (
  c: RequestContext,
  collection: ResourceName,
  id: string,
  show: () => Promise<unknown>,
): Promise<{ status: 204 }> => {
  const services = c.get('services')
  const { tenant } = c.get('credential')
  if (!isIdentifier(collection, id)) throw notFound()
  const thing = { collection, id }
  if (!(await services.store.head(keyOf({ tenant, ...thing })))) {
    if (!(await resume(services, tenant, thing))) throw notFound()
    return { status: 204 }
  }
  if (c.req.header('if-match') !== undefined) requireMatch(c, await show())
  await (collection === 'prompts' ? remove : removeUnused)(services, tenant, thing)
  return { status: 204 }
}
