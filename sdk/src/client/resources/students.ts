/**
 * `client.students`: small models distilled from the provider's, to tune prompts on at home.
 * @module
 */
import { digestOfList } from '@promptpost/base'
import type { ApiPromise } from '../api-promise.js'
import { answerOf, type Connection, deleter, lister, type Schemas } from '../connection.js'
import { downloadResource } from '../download.js'
import { IntegrityError } from '../errors.js'
import type { CallOptions } from '../transport.js'

export const studentsOf = (connection: Connection) => {
  const { api, transport } = connection
  const get = (id: string, call?: CallOptions): ApiPromise<Schemas['Student']> =>
    answerOf(api.GET('/v1/students/{id}', { params: { path: { id } }, fetch: transport(call) }))
  return {
    /** Starts a distillation. Provider only. `jobs.wait(student.job)` follows it. */
    create: (body: Schemas['StudentCreate'], call?: CallOptions): ApiPromise<Schemas['Student']> =>
      answerOf(api.POST('/v1/students', { body, fetch: transport(call) })),
    get,
    list: lister<'/v1/students', Schemas['Student']>(connection, '/v1/students'),
    /**
     * Brings all files into a directory, continued where it broke off and checked against the manifest. `onStart` is
     * given the student, with its `license`, before.
     *
     * @throws IntegrityError when the list of files is not that of the student's digest, or a file is not what the list says
     */
    download: downloadResource(connection, 'students', async (id, call) => {
      const student = await get(id, call)
      if (student.sha256 !== undefined && student.sha256 !== digestOfList(student.files))
        throw new IntegrityError(student.id, 'lists other files than its digest stands for')
      return student
    }),
    /** With its files and its job. Provider only. @throws ConflictError while a prompt or transfer names it */
    delete: deleter(connection, '/v1/students/{id}'),
  }
}
