/**
 * `client.prompts`: soft prompts, the only thing of private origin that ever goes up.
 * @module
 */
import { type Connection, dataOf, pageQuery, type Schemas } from '../connection.js'
import { downloadResource } from '../download.js'
import { type Listing, type ListOptions, listing } from '../listing.js'
import { readPromptFolder } from '../prompt-folder.js'
import type { CallOptions } from '../transport.js'

export const promptsOf = (connection: Connection) => {
  const { api, transport } = connection
  const get = (id: string, call?: CallOptions): Promise<Schemas['Prompt']> =>
    dataOf(api.GET('/v1/prompts/{id}', { params: { path: { id } }, fetch: transport(call) }))
  return {
    /** Sends a prompt's folder: its tensor, its two descriptions and its privacy report. */
    async upload(
      folder: string,
      { student, ...call }: CallOptions & { student: string },
    ): Promise<Schemas['Prompt']> {
      const { value, body } = await readPromptFolder(folder, student)
      return dataOf(
        api.POST('/v1/prompts', { body: value, bodySerializer: () => body, fetch: transport(call) }),
      )
    },
    get,
    list: (options?: ListOptions): Listing<Schemas['Prompt']> =>
      listing(
        o => dataOf(api.GET('/v1/prompts', { params: { query: pageQuery(o) }, fetch: transport(o) })),
        options,
      ),
    /** Brings one's own upload back into a folder, checked against its digests. */
    download: downloadResource(connection, 'prompts', get),
    async delete(id: string, call?: CallOptions): Promise<void> {
      await api.DELETE('/v1/prompts/{id}', { params: { path: { id } }, fetch: transport(call) })
    },
  }
}
