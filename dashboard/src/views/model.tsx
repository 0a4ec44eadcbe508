/**
 * One model: what can be done with it and within which bounds, templates that work on it, its revisions, its files.
 * @module
 */
import type { Schemas } from 'promptpost/client'
import { Empty } from '../parts/empty.js'
import { Facts, factsOf } from '../parts/facts.js'
import { FileTable } from '../parts/files.js'
import { figure } from '../parts/format.js'
import { Identifier } from '../parts/identifier.js'
import { ErrorBox } from '../parts/problem.js'
import { Table } from '../parts/table.js'
import { Moment } from '../parts/time.js'
import { dataOf } from '../service/api.js'
import { useLoad } from '../service/hooks.js'
import { MoreNote, useListed } from './listed.js'

type Model = Schemas['Model']

const KIND = { causal: 'the next token', masked: 'a mask token' } as const

const yes = (is: boolean): string => (is ? 'yes' : 'no')

const Abilities = ({ capabilities, limits }: Pick<Model, 'capabilities' | 'limits'>) => (
  <Facts
    areShort
    facts={[
      capabilities.kind !== undefined && ['Predicts', KIND[capabilities.kind] ?? capabilities.kind],
      ['Students can be distilled from it', yes(capabilities.distil)],
      ['Prompts can be transferred to it', yes(capabilities.transfer)],
      ['Texts can be classified with it', yes(capabilities.predict)],
      ['Why not', capabilities.reason],
      limits.max_tokens !== undefined && [
        'Longest prompt and text together',
        `${figure(limits.max_tokens)} tokens`,
      ],
      ['Longest prompt', `${figure(limits.max_virtual_tokens)} virtual tokens`],
      ['Most texts of one prediction', figure(limits.max_texts)],
      limits.max_layers !== undefined && ['Most layers of a student', figure(limits.max_layers)],
    ]}
  />
)

const wordsOf = ({ verbalizer }: Schemas['ModelTemplate']) => (
  <ul class="plain">
    {Object.entries(verbalizer).map(([label, words]) => (
      <li key={label}>
        <span class="strong">{label}</span>: {words.join(', ')}
      </li>
    ))}
  </ul>
)

const Templates = ({ id, templates }: { id: string; templates: Model['templates'] }) =>
  templates.length === 0 ? (
    <Empty command={`promptpost models update ${id} --templates FILE`}>
      None are offered yet. A provider tells clients what works on the model:
    </Empty>
  ) : (
    <Table
      caption="Templates and words that work well on the model"
      rows={templates}
      keyOf={({ name }) => name}
      columns={[
        {
          head: 'Name',
          of: ({ name, description }) => (
            <>
              <span class="strong name">{name}</span>
              {description && <span class="soft block">{description}</span>}
            </>
          ),
        },
        { head: 'Template', of: ({ template }) => <code class="template">{template}</code> },
        { head: 'Words of each class', of: wordsOf, class: 'name' },
      ]}
    />
  )

const Revisions = ({ model }: { model: Model }) => {
  const { data, error } = useListed('/v1/models', { name: model.name })
  return (
    <>
      <ErrorBox error={error} />
      {data && (
        <Table
          caption={`Revisions of ${model.name}`}
          rows={data.data}
          keyOf={({ id }) => id}
          columns={[
            {
              head: 'Revision',
              of: ({ id, revision }) => (
                <>
                  {id === model.id ? (
                    <span class="strong">{figure(revision)}, this one</span>
                  ) : (
                    <a class="strong" href={`#/models/${id}`}>
                      {figure(revision)}
                    </a>
                  )}
                  <Identifier id={id} />
                </>
              ),
            },
            { head: 'Registered', of: ({ created_at }) => <Moment at={created_at} /> },
            {
              head: 'Digest of its files',
              of: ({ sha256 }) => <code class="digest">{sha256}</code>,
              isExtra: true,
            },
          ]}
        />
      )}
      <MoreNote page={data} />
    </>
  )
}

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
          ['Revision', figure(data.revision)],
          ['Model', <code>{data.id}</code>],
          ['Registered', <Moment at={data.created_at} />],
        ]}
      />
      <h2>What it can do</h2>
      <Abilities capabilities={data.capabilities} limits={data.limits} />
      <h2>Templates</h2>
      <Templates id={data.id} templates={data.templates} />
      <h2>Revisions</h2>
      <Revisions model={data} />
      <h2>Configuration</h2>
      <Facts areShort facts={factsOf(data.config)} />
      <h2>Files</h2>
      <FileTable files={data.files} />
      <Facts facts={[['Digest of the list', <code class="digest">{data.sha256}</code>]]} />
    </>
  )
}
