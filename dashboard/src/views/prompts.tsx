/**
 * Prompts that were uploaded.
 * @module
 */
import type { Schemas } from 'promptpost/client'
import { Empty } from '../parts/empty.js'
import { figure } from '../parts/format.js'
import { Identifier } from '../parts/identifier.js'
import { ErrorBox } from '../parts/problem.js'
import { Moment } from '../parts/time.js'
import { MoreNote, useListed } from './listed.js'
import { epsilonOf } from './privacy.js'

const Row = ({ prompt }: { prompt: Schemas['Prompt'] }) => {
  const epsilon = epsilonOf(prompt.privacy_report)
  return (
    <tr>
      <td>
        <a class="strong template" href={`#/prompts/${prompt.id}`}>
          {prompt.task.template}
        </a>
        <Identifier id={prompt.id} />
      </td>
      <td>
        {epsilon === undefined ? (
          <span class="soft">no claim</span>
        ) : (
          <span class="badge succeeded">ε ≤ {epsilon}</span>
        )}
      </td>
      <td class="number">{figure(Object.keys(prompt.task.verbalizer).length)}</td>
      <td class="number wide">{figure(prompt.virtual_tokens)}</td>
      <td class="wide">
        <Moment at={prompt.created_at} />
      </td>
    </tr>
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
        <table>
          <thead>
            <tr>
              <th scope="col">Prompt</th>
              <th scope="col">Privacy</th>
              <th scope="col" class="number">
                Classes
              </th>
              <th scope="col" class="number wide">
                Virtual tokens
              </th>
              <th scope="col" class="wide">
                Uploaded
              </th>
            </tr>
          </thead>
          <tbody>
            {prompts.map(prompt => (
              <Row key={prompt.id} prompt={prompt} />
            ))}
          </tbody>
        </table>
      )}
      <MoreNote page={data} />
    </>
  )
}
