/**
 * `client.students`: small models distilled from the provider's, to tune prompts on at home.
 * @module
 */
import { type Connection, dataOf, pageQuery, type Schemas } from '../connection.js'
import { downloadResource } from '../download.js'
import { type Listing, type ListOptions, listing } from '../listing.js'
import type { CallOptions } from '../transport.js'

export const studentsOf = (connection: Connection) => {
  const { api, transport } = connection
  const get = (id: string, call?: CallOptions): Promise<Schemas['Student']> =>
    dataOf(api.GET('/v1/students/{id}', { params: { path: { id } }, fetch: transport(call) }))
  return {
    /** Starts a distillation. Provider only. `jobs.wait(student.job)` follows it. */
    create: (body: Schemas['StudentCreate'], call?: CallOptions): Promise<Schemas['Student']> =>
      dataOf(api.POST('/v1/students', { body, fetch: transport(call) })),
    get,
    list: (options?: ListOptions): Listing<Schemas['Student']> =>
      listing(
        o => dataOf(api.GET('/v1/students', { params: { query: pageQuery(o) }, fetch: transport(o) })),
        options,
      ),
    /** Brings all files into a directory, continued where it broke off and checked against the manifest. */
    download: downloadResource(connection, 'students', get),
  }
}
