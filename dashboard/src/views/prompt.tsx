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
import { Table } from '../parts/table.js'
import { Moment } from '../parts/time.js'
import { dataOf } from '../service/api.js'
import { useLoad } from '../service/hooks.js'
import { numberAt, textAt } from '../service/unknown.js'
import { useListed } from './listed.js'
import { PrivacySection } from './privacy.js'

const Verbalizer = ({ task }: { task: Schemas['Task'] }) => (
  <Table
    caption="Words that stand for each class"
    isNarrow
    rows={Object.entries(task.verbalizer)}
    keyOf={([label]) => label}
    columns={[
      { head: 'Class', of: ([label]) => label, class: 'name' },
      { head: 'Words that stand for it', of: ([, words]) => words.join(', '), class: 'name' },
    ]}
  />
)

const share = (facts: unknown, name: string): string => {
  const value = numberAt(facts, 'effect', name)
  return value === undefined ? '' : percent(value)
}

const TONES: Readonly<Record<string, string>> = { 'worth using': 'good', 'not worth using': 'bad' }

export const Verdict = ({ facts }: { facts: unknown }) => {
  const judgement = textAt(facts, 'effect', 'judgement')
  return judgement === undefined ? null : (
    <span class={`${TONES[judgement] ?? 'soft'} strong`}>{judgement}</span>
  )
}

const TransferTable = ({ transfers }: { transfers: readonly Schemas['Transfer'][] }) => (
  <Table
    caption="Transfers of the prompt"
    rows={transfers}
    keyOf={({ id }) => id}
    columns={[
      {
        head: 'Transfer',
        of: ({ id }) => (
          <a href={`#/transfers/${id}`}>
            <Identifier id={id} />
          </a>
        ),
      },
      { head: 'State', of: ({ status }) => <StatusBadge status={status} /> },
      { head: 'Effect', of: ({ facts }) => <Verdict facts={facts} /> },
      {
        head: 'Agreement before',
        of: ({ facts }) => share(facts, 'agreement_before'),
        isNumber: true,
        isExtra: true,
      },
      { head: 'after', of: ({ facts }) => share(facts, 'agreement'), isNumber: true, isExtra: true },
      { head: 'Created', of: ({ created_at }) => <Moment at={created_at} />, isExtra: true },
    ]}
  />
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
