/**
 * One transfer: whether the prompt is worth using on the large model, before and after.
 * @module
 */
import type { Schemas } from 'promptpost/client'
import { LossCurve, stepped } from '../parts/curve.js'
import { Facts, factsOf } from '../parts/facts.js'
import { FileTable } from '../parts/files.js'
import { figure } from '../parts/format.js'
import { ErrorBox } from '../parts/problem.js'
import { Share } from '../parts/share.js'
import { Spoken } from '../parts/spoken.js'
import { isActive, StatusBadge } from '../parts/status.js'
import { Table } from '../parts/table.js'
import { Moment } from '../parts/time.js'
import { dataOf } from '../service/api.js'
import { useLoad } from '../service/hooks.js'
import { at, numberAt, numbersAt, textAt } from '../service/unknown.js'
import { Classify } from './classify.js'

type Transfer = Schemas['Transfer']

/** How often to look whether it is done, in milliseconds. */
const AGAIN = 2_000

/** What the verdict rests on. */
const Agreement = ({ effect }: { effect: unknown }) => (
  <Table
    caption="Held-out public texts on which the large model answers as the prompted student and itself together would have it"
    isCaptionShown
    isNarrow
    rows={[
      { name: 'before: without a prompt', share: numberAt(effect, 'consensus_before') },
      { name: 'before: with the student’s prompt as it is', share: numberAt(effect, 'consensus_direct') },
      { name: 'after: with the transferred prompt', share: numberAt(effect, 'consensus'), isLast: true },
    ]}
    keyOf={({ name }) => name}
    classOf={({ isLast }) => (isLast ? 'strong' : undefined)}
    columns={[
      { head: 'The large model', of: ({ name }) => name },
      { head: 'Agreement', of: ({ share }) => <Share share={share} /> },
    ]}
  />
)

/** Shares of the classes among the answers, of both models. */
const Classes = ({ effect, labels }: { effect: unknown; labels: readonly string[] }) => {
  const [model, student] = [numbersAt(effect, 'histogram'), numbersAt(effect, 'student_histogram')]
  if (!model || !student || model.length !== labels.length) return null
  return (
    <Table
      caption="Which classes are answered; one that takes nearly all is a collapse"
      isCaptionShown
      isNarrow
      rows={labels.map((label, k) => ({ label, model: model[k], student: student[k] }))}
      keyOf={({ label }) => label}
      columns={[
        { head: 'Class', of: ({ label }) => label, class: 'name' },
        { head: 'Large model', of: row => <Share share={row.model} /> },
        { head: 'Student', of: row => <Share share={row.student} /> },
      ]}
    />
  )
}

const Effect = ({ transfer, labels }: { transfer: Transfer; labels: readonly string[] }) => {
  const effect = at(transfer.facts, 'effect')
  const verdict = textAt(effect, 'verdict')
  if (verdict === undefined) return null
  const judgement = textAt(effect, 'judgement')
  const tone = judgement === 'worth using' ? 'yes' : judgement === 'not worth using' ? 'no' : 'open'
  return (
    <>
      <h2>Effect check</h2>
      <p class={`verdict ${tone}`}>{verdict}</p>
      <Agreement effect={effect} />
      <Classes effect={effect} labels={labels} />
    </>
  )
}

const HeldOut = ({ facts }: { facts: unknown }) => {
  const of = (...names: string[]): string | undefined => {
    const value = numberAt(facts, ...names)
    return value === undefined ? undefined : figure(value)
  }
  return (
    <Facts
      facts={[
        ['Public texts', of('public_texts')],
        ['Held out', of('held_out_texts')],
        ['Held-out loss before', of('held_out_loss', 'before')],
        ['Held-out loss after', of('held_out_loss', 'after')],
        ['Started from', textAt(facts, 'start')],
      ]}
    />
  )
}

export const TransferView = ({ id }: { id: string }) => {
  const { data, error } = useLoad(
    `transfer ${id}`,
    async (api, signal) => {
      const transfer = await dataOf(
        api.client.GET('/v1/transfers/{id}', { params: { path: { id } }, signal }),
      )
      // The histograms are in the order of the prompt's classes. The prompt may have been deleted since.
      const labels = await dataOf(
        api.client.GET('/v1/prompts/{id}', { params: { path: { id: transfer.prompt } }, signal }),
      ).then(
        ({ task }) => Object.keys(task.verbalizer),
        () => [],
      )
      return { transfer, labels }
    },
    ({ transfer }) => (isActive(transfer.status) ? AGAIN : undefined),
  )
  if (!data) return error === undefined ? <p class="soft">Loading…</p> : <ErrorBox error={error} />
  const { transfer, labels } = data
  const losses = numbersAt(transfer.facts, 'losses')
  const settings = at(transfer.facts, 'settings')
  return (
    <>
      <ErrorBox error={error} />
      <Spoken>{transfer.status}</Spoken>
      <div class="headline">
        <StatusBadge status={transfer.status} />
        <a href={`#/jobs/${transfer.job}`}>its job</a>
      </div>
      <Facts
        facts={[
          ['Transfer', <code>{transfer.id}</code>],
          [
            'Prompt',
            <a href={`#/prompts/${transfer.prompt}`}>
              <code>{transfer.prompt}</code>
            </a>,
          ],
          [
            'From student',
            <a href={`#/students/${transfer.student}`}>
              <code>{transfer.student}</code>
            </a>,
          ],
          [
            'To model',
            <a href={`#/models/${transfer.model}`}>
              <code>{transfer.model}</code>
            </a>,
          ],
          ['Public texts', <code>{transfer.dataset}</code>],
          ['Created', <Moment at={transfer.created_at} />],
        ]}
      />
      <Effect transfer={transfer} labels={labels} />
      {transfer.status === 'succeeded' && (
        <>
          <h2>Try it</h2>
          <Classify choices={[{ transfer: transfer.id, title: transfer.id }]} />
        </>
      )}
      {losses && (
        <>
          <h2>Optimisation</h2>
          <LossCurve title="Loss of transfer" points={stepped(losses)} />
          <HeldOut facts={transfer.facts} />
        </>
      )}
      {transfer.files.length > 0 && (
        <>
          <h2>Files</h2>
          <FileTable files={transfer.files} />
        </>
      )}
      {settings !== undefined && (
        <>
          <h2>Settings</h2>
          <Facts facts={factsOf(settings)} />
        </>
      )}
    </>
  )
}
