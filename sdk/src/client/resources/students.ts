/**
 * `client.students`: small models distilled from the provider's, to tune prompts on at home.
 * @module
 */
import type { ApiPromise } from '../api-promise.js'
import { ask, type Connection, deleter, lister, type Schemas } from '../connection.js'
import { downloader, fileReader } from '../downloads.js'
import { IntegrityError } from '../errors.js'
import type { CallOptions } from '../transport.js'

export const studentsOf = (connection: Connection) => {
  const { api } = connection
  const get = (id: string, call?: CallOptions): ApiPromise<Schemas['Student']> =>
    ask(connection, call, fetch => api.GET('/v1/students/{id}', { params: { path: { id } }, fetch }))
  return {
    /**
     * Starts a distillation. Provider only. `jobs.wait(student.job)` follows it.
     *
     * @example
     * const student = await client.students.create({
     *   model: 'mod_01h455vb4pex5vsknk084sn02q', dataset: 'dst_01h455vb4pex5vsknk084sn02q', layers: 2,
     * })
     * await client.jobs.wait(student.job!)
     */
    create: (body: Schemas['StudentCreate'], call?: CallOptions): ApiPromise<Schemas['Student']> =>
      ask(connection, call, fetch => api.POST('/v1/students', { body, fetch })) as ApiPromise<
        Schemas['Student']
      >,
    /**
     * Checks the same body and tells what it would take. Creates nothing.
     *
     * @example
     * const { tokens, seconds, cost } = await client.students.estimate({
     *   model: 'mod_01h455vb4pex5vsknk084sn02q', dataset: 'dst_01h455vb4pex5vsknk084sn02q', layers: 2,
     * })
     */
    estimate: (body: Schemas['StudentCreate'], call?: CallOptions): ApiPromise<Schemas['Estimate']> =>
      ask(connection, call, fetch =>
        api.POST('/v1/students', { params: { query: { dry_run: true } }, body, fetch }),
      ) as ApiPromise<Schemas['Estimate']>,
    /**
     * One student, with its files and their digests.
     *
     * @example
     * const { status, files } = await client.students.get('stu_01h455vb4pex5vsknk084sn02q')
     */
    get,
    /**
     * Students; a client sees those that are ready.
     *
     * @example
     * const page = await client.students.list({ order: 'desc', limit: 1 })
     * console.log(page.data[0]?.id)
     */
    list: lister<'/v1/students', Schemas['Student']>(connection, '/v1/students'),
    /**
     * One of its files as it is sent, in any runtime; unchecked.
     *
     * @example
     * const response = await client.students.file('stu_01h455vb4pex5vsknk084sn02q', 'config.json')
     * console.log(await response.json())
     */
    file: fileReader(connection, 'students'),
    /**
     * Brings all files into a directory, continued where it broke off and checked against the manifest. `onStart` is given the
     * student, with its `license`, before. Needs Node.
     *
     * @throws IntegrityError when the list of files is not that of the student's digest, or a file is not what the list says; it
     *   is then not there
     *
     * @example
     * await client.students.download('stu_01h455vb4pex5vsknk084sn02q', 'student', {
     *   onStart: student => console.error(student.license),
     *   onProgress: (done, total) => console.error(`${done} of ${total} bytes`),
     * })
     */
    download: downloader(connection, 'students', async (id, call) => {
      const { digestOfList } = await import('#disk')
      const student = await get(id, call)
      if (student.sha256 !== undefined && student.sha256 !== digestOfList(student.files))
        throw new IntegrityError(student.id, 'lists other files than its digest stands for')
      return student
    }),
    /**
     * Deletes it with its files and its job. Provider only.
     *
     * @throws ConflictError while a prompt or transfer names it
     *
     * @example
     * await client.students.delete('stu_01h455vb4pex5vsknk084sn02q')
     */
    delete: deleter(connection, '/v1/students/{id}'),
  }
}
