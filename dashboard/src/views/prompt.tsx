/**
 * One prompt: its task, its privacy, its transfers, its files.
 * @module
 */
import type { Schemas } from 'promptpost/client'
import { Empty } from '../parts/empty.js'
import { Facts } from '../parts/facts.js'
import { FileTable } from '../parts/files.js'
import { figure, percent } from '../parts/format.js'
import { Identifier } from '../parts/identifier.js'
import { ErrorBox } from '../parts/problem.js'
import { StatusBadge } from '../parts/status.js'
import { Moment } from '../parts/time.js'
import { dataOf } from '../service/api.js'
import { useLoad } from '../service/hooks.js'
import { at, numberAt } from '../service/unknown.js'
import { useListed } from './listed.js'
import { PrivacySection } from './privacy.js'

const Verbalizer = ({ task }: { task: Schemas['Task'] }) => (
  <table class="narrow">
    <thead>
      <tr>
        <th scope="col">Class</th>
        <th scope="col">Words that stand for it</th>
      </tr>
    </thead>
    <tbody>
      {Object.entries(task.verbalizer).map(([label, words]) => (
        <tr key={label}>
          <td class="name">{label}</td>
          <td class="name">{words.join(', ')}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

const share = (facts: unknown, name: string): string => {
  const value = numberAt(facts, 'effect', name)
  return value === undefined ? '' : percent(value)
}

export const Verdict = ({ facts }: { facts: unknown }) => {
  const isWorth = at(facts, 'effect', 'worth_using')
  if (typeof isWorth !== 'boolean') return null
  return isWorth ? (
    <span class="good strong">worth using</span>
  ) : (
    <span class="bad strong">not worth using</span>
  )
}

const TransferTable = ({ transfers }: { transfers: readonly Schemas['Transfer'][] }) => (
  <table>
    <thead>
      <tr>
        <th scope="col">Transfer</th>
        <th scope="col">State</th>
        <th scope="col">Effect</th>
        <th scope="col" class="number wide">
          Agreement before
        </th>
        <th scope="col" class="number wide">
          after
        </th>
        <th scope="col" class="wide">
          Created
        </th>
      </tr>
    </thead>
    <tbody>
      {transfers.map(transfer => (
        <tr key={transfer.id}>
          <td>
            <a href={`#/transfers/${transfer.id}`}>
              <Identifier id={transfer.id} />
            </a>
          </td>
          <td>
            <StatusBadge status={transfer.status} />
          </td>
          <td>
            <Verdict facts={transfer.facts} />
          </td>
          <td class="number wide">{share(transfer.facts, 'agreement_before')}</td>
          <td class="number wide">{share(transfer.facts, 'agreement')}</td>
          <td class="wide">
            <Moment at={transfer.created_at} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

const Transfers = ({ prompt }: { prompt: string }) => {
  const { data, error } = useListed('/v1/transfers', { prompt })
  return (
    <>
      <ErrorBox error={error} />
      {data?.data.length === 0 && (
        <Empty command={`promptpost transfers create --prompt ${prompt} --dataset PUBLIC --wait`}>
          Not transferred yet. With public texts it is brought to the large model:
        </Empty>
      )}
      {data && data.data.length > 0 && <TransferTable transfers={data.data} />}
    </>
  )
}

export const PromptView = ({ id }: { id: string }) => {
  const { data, error } = useLoad(`prompt ${id}`, (api, signal) =>
    dataOf(api.client.GET('/v1/prompts/{id}', { params: { path: { id } }, signal })),
  )
  if (!data) return error === undefined ? <p class="soft">Loading…</p> : <ErrorBox error={error} />
  return (
    <>
      <Facts
        facts={[
          ['Prompt', <code>{data.id}</code>],
          ['Template', <code class="template">{data.task.template}</code>],
          [
            'Student',
            <a href={`#/students/${data.student}`}>
              <code>{data.student}</code>
            </a>,
          ],
          ['Shape', `${figure(data.virtual_tokens)} × ${figure(data.hidden_size)}, ${data.dtype}`],
          ['Uploaded', <Moment at={data.created_at} />],
        ]}
      />
      <h2>Privacy</h2>
      <PrivacySection prompt={data} />
      <h2>Transfers</h2>
      <Transfers prompt={data.id} />
      <h2>Task</h2>
      <Verbalizer task={data.task} />
      <h2>Files</h2>
      <FileTable files={data.files} />
    </>
  )
}
