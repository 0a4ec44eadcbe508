/**
 * `client.students`: small models distilled from the provider's, to tune prompts on at home.
 * @module
 */
import { type Connection, dataOf, pageQuery, path, type Schemas } from '../connection.js'
import { type DownloadOptions, downloadFiles } from '../download.js'
import { type Listing, type ListOptions, listing } from '../listing.js'
import type { CallOptions } from '../transport.js'

export const studentsOf = ({ api, transport, baseUrl }: Connection) => {
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
    async download(
      id: string,
      directory: string,
      options: DownloadOptions = {},
    ): Promise<Schemas['Student']> {
      const student = await get(id, options)
      const send = transport(options)
      const fetcher = (name: string, headers: Record<string, string>): Promise<Response> =>
        send(new Request(`${baseUrl}${path`/v1/students/${id}/files/${name}`}`, { headers }))
      await downloadFiles(fetcher, student.files, directory, options)
      return student
    },
  }
}
