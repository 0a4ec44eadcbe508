/**
 * Classifying a text at once, and the predictions that were made as jobs.
 * @module
 */
import type { Schemas } from 'promptpost/client'
import { Empty } from '../parts/empty.js'
import { figure } from '../parts/format.js'
import { Identifier } from '../parts/identifier.js'
import { ErrorBox } from '../parts/problem.js'
import { StatusBadge } from '../parts/status.js'
import { Table } from '../parts/table.js'
import { Moment } from '../parts/time.js'
import { type Choice, Classify } from './classify.js'
import { MoreNote, useListed } from './listed.js'

type Prediction = Schemas['Prediction']

/** What classified the texts. */
export const sourceOf = ({ transfer, prompt }: Prediction): string => {
  if (transfer !== undefined) return 'a transferred prompt'
  return prompt === undefined ? 'no prompt' : 'a student’s prompt as it is'
}

/** Enough of an identifier's end to tell two transfers of one prompt apart. */
const END = 6

const useChoices = (): { choices: Choice[] | undefined; error: unknown } => {
  const transfers = useListed('/v1/transfers', { status: 'succeeded' })
  const prompts = useListed('/v1/prompts')
  const models = useListed('/v1/models')
  const templateOf = (id: string): string =>
    prompts.data?.data.find(prompt => prompt.id === id)?.task.template ?? id
  const nameOf = (id: string): string => models.data?.data.find(model => model.id === id)?.name ?? id
  return {
    choices: transfers.data?.data.map(({ id, prompt, model }) => ({
      transfer: id,
      title: `${templateOf(prompt)} on ${nameOf(model)} (…${id.slice(-END)})`,
    })),
    error: transfers.error ?? prompts.error ?? models.error,
  }
}

export const PredictionsView = () => {
  const { choices, error: ofChoices } = useChoices()
  const { data, error } = useListed('/v1/predictions')
  const predictions = data?.data ?? []
  return (
    <>
      <ErrorBox error={error ?? ofChoices} />
      <h2>Classify a text</h2>
      {choices?.length === 0 && (
        <Empty command="promptpost transfers create --prompt PROMPT --dataset PUBLIC --wait">
          No prompt has been transferred yet. A client brings one to the large model:
        </Empty>
      )}
      {choices && choices.length > 0 && <Classify choices={choices} />}
      <h2>Prediction jobs</h2>
      {data && predictions.length === 0 && (
        <Empty command="promptpost predict --transfer TRANSFER --file TEXTS --job">
          None yet. Many texts are classified by a job, whose results can be read again:
        </Empty>
      )}
      {predictions.length > 0 && (
        <Table
          caption="Prediction jobs"
          rows={predictions}
          keyOf={({ id }) => id}
          columns={[
            {
              head: 'Prediction',
              of: ({ id }) => (
                <a href={`#/predictions/${id}`}>
                  <Identifier id={id} />
                </a>
              ),
            },
            { head: 'State', of: ({ status }) => <StatusBadge status={status} /> },
            { head: 'With', of: sourceOf, isExtra: true },
            { head: 'Texts', of: ({ count }) => figure(count), isNumber: true },
            { head: 'Created', of: ({ created_at }) => <Moment at={created_at} />, isExtra: true },
          ]}
        />
      )}
      <MoreNote page={data} />
    </>
  )
}
