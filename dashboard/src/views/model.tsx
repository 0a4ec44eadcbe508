/**
 * One model: what its configuration says, and its files.
 * @module
 */
import { Facts, factsOf } from '../parts/facts.js'
import { FileTable } from '../parts/files.js'
import { ErrorBox } from '../parts/problem.js'
import { Moment } from '../parts/time.js'
import { dataOf } from '../service/api.js'
import { useLoad } from '../service/hooks.js'

export const ModelView = ({ id }: { id: string }) => {
  const { data, error } = useLoad(`model ${id}`, (api, signal) =>
    dataOf(api.client.GET('/v1/models/{id}', { params: { path: { id } }, signal })),
  )
  if (!data) return error === undefined ? <p class="soft">Loading…</p> : <ErrorBox error={error} />
  return (
    <>
      <Facts
        facts={[
          ['Name', data.name],
          ['Model', <code>{data.id}</code>],
          ['Registered', <Moment at={data.created_at} />],
          ...factsOf(data.config),
          ['Digest of its files', <code class="digest">{data.sha256}</code>],
        ]}
      />
      <h2>Files</h2>
      <FileTable files={data.files} />
    </>
  )
}
