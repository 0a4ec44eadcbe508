/**
 * Prompts that were uploaded.
 * @module
 */
import type { Schemas } from 'promptpost/client'
import { Empty } from '../parts/empty.js'
import { figure } from '../parts/format.js'
import { Identifier } from '../parts/identifier.js'
import { ErrorBox } from '../parts/problem.js'
import { Table } from '../parts/table.js'
import { Moment } from '../parts/time.js'
import { MoreNote, useListed } from './listed.js'
import { epsilonOf } from './privacy.js'

const Claim = ({ report }: { report: Schemas['Prompt']['privacy_report'] }) => {
  const epsilon = epsilonOf(report)
  return epsilon === undefined ? (
    <span class="soft">no claim</span>
  ) : (
    <span class="badge succeeded">ε ≤ {epsilon}</span>
  )
}

export const PromptsView = () => {
  const { data, error } = useListed('/v1/prompts')
  const prompts = data?.data ?? []
  return (
    <>
      <ErrorBox error={error} />
      {data && prompts.length === 0 && (
        <Empty command="promptpost prompts upload FOLDER --student STUDENT">
          No prompt yet. A client tunes one at home with promptpost tune, then sends it:
        </Empty>
      )}
      {prompts.length > 0 && (
        <Table
          caption="Prompts"
          rows={prompts}
          keyOf={({ id }) => id}
          columns={[
            {
              head: 'Prompt',
              of: ({ id, task }) => (
                <>
                  <a class="strong template" href={`#/prompts/${id}`}>
                    {task.template}
                  </a>
                  <Identifier id={id} />
                </>
              ),
            },
            { head: 'Privacy', of: ({ privacy_report }) => <Claim report={privacy_report} /> },
            {
              head: 'Classes',
              of: ({ task }) => figure(Object.keys(task.verbalizer).length),
              isNumber: true,
            },
            {
              head: 'Virtual tokens',
              of: ({ virtual_tokens }) => figure(virtual_tokens),
              isNumber: true,
              isExtra: true,
            },
            { head: 'Uploaded', of: ({ created_at }) => <Moment at={created_at} />, isExtra: true },
          ]}
        />
      )}
      <MoreNote page={data} />
    </>
  )
}
