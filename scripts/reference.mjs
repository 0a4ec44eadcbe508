/**
 * The contract as a page to read: static HTML without a script, a font or an image, in light and in dark.
 */
import { createHash } from 'node:crypto'

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6570; --paper: #fff; --panel: #f5f6f8; --line: #d9dde2; --link: #1f4f8f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #9aa5b1; --paper: #14171b; --panel: #1d2126; --line: #343a42;
  --link: #a9c8f2; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 16px; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
code { font: 13px/1.4 ui-monospace, monospace; background: var(--panel); padding: 1px 4px; border-radius: 3px; overflow-wrap: anywhere; }
.page { display: grid; grid-template-columns: 270px minmax(0, 1fr); max-width: 1280px; margin: 0 auto; }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 24px 16px; font-size: 13px; }
nav h2 { font-size: 12px; color: var(--soft); margin: 16px 0 4px; text-transform: none; border: 0; padding: 0; }
nav ul { list-style: none; margin: 0; padding: 0; } nav li { margin: 2px 0; overflow-wrap: anywhere; }
main { padding: 24px 24px 80px; min-width: 0; }
h1 { font-size: 26px; margin: 0 0 8px; } h2 { font-size: 20px; margin: 48px 0 8px; padding-top: 12px; border-top: 1px solid var(--line); }
h3 { font-size: 16px; margin: 32px 0 6px; } h4 { font-size: 13px; color: var(--soft); margin: 14px 0 4px; font-weight: 600; }
p { max-width: 78ch; margin: 0 0 8px; } .soft { color: var(--soft); }
.call { font: 600 14px/1.4 ui-monospace, monospace; background: var(--panel); padding: 6px 10px; border-radius: 5px; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
td, th { text-align: left; vertical-align: top; padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-size: 12px; font-weight: 600; } td:first-child, td code { white-space: nowrap; }
@media (max-width: 800px) { .page { display: block; } nav { position: static; max-height: none; } td:first-child { white-space: normal; } }
`

const escaped = text => String(text).replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`)

/** Prose of the contract: paragraphs, and code between backticks. */
const inline = text =>
  escaped(text.replaceAll(/\s+/g, ' ').trim()).replaceAll(/`([^`]+)`/g, '<code>$1</code>')
const prose = (text = '') =>
  text
    .trim()
    .split(/\n\s*\n/)
    .filter(Boolean)
    .map(paragraph => `<p>${inline(paragraph)}</p>`)
    .join('\n')

const anchor = name =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
const code = text => `<code>${escaped(text)}</code>`
const nameOf = ref => ref.split('/').at(-1)
const linkTo = ref => `<a href="#schema-${anchor(nameOf(ref))}">${escaped(nameOf(ref))}</a>`

const typeOf = schema => {
  if (schema === undefined || schema === true) return 'anything'
  if (schema.$ref) return linkTo(schema.$ref)
  if (schema.const !== undefined) return code(JSON.stringify(schema.const))
  if (schema.enum) return schema.enum.map(value => code(value)).join(' ')
  if (schema.oneOf && !schema.type) return schema.oneOf.map(typeOf).join(' or ')
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`
  if (schema.type === 'object' && schema.additionalProperties?.type)
    return `object of ${typeOf(schema.additionalProperties)}`
  const type = [schema.type ?? 'object'].flat().join(' or ')
  return escaped(schema.format ? `${type}, ${schema.format}` : type)
}

const BOUNDS = [
  ['minimum', 'from'],
  ['exclusiveMinimum', 'more than'],
  ['maximum', 'to'],
  ['exclusiveMaximum', 'less than'],
  ['minLength', 'at least', 'characters'],
  ['maxLength', 'at most', 'characters'],
  ['minItems', 'at least', 'items'],
  ['maxItems', 'at most', 'items'],
  ['pattern', 'like'],
  ['default', 'default'],
]

const boundsOf = schema =>
  BOUNDS.filter(([field]) => schema?.[field] !== undefined)
    .map(([field, before, after = '']) => `${before} ${code(schema[field])} ${after}`.trim())
    .join(', ')
    .replace(/^.+$/, '<span class="soft">$&</span>')

const table = (head, rows) =>
  rows.length === 0
    ? ''
    : `<div class="scroll"><table><thead><tr>${head.map(cell => `<th>${cell}</th>`).join('')}</tr></thead><tbody>${rows
        .map(cells => `<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}</tr>`)
        .join('\n')}</tbody></table></div>`

/** What is said of a field: its description and its bounds. */
const noteOf = (schema, description = schema?.description) =>
  [description && inline(description), boundsOf(schema)].filter(Boolean).join('<br>')

const fieldsOf = ({ properties = {}, required = [] }) =>
  table(
    ['field', 'type', ''],
    Object.entries(properties).map(([name, field]) => [
      code(name) + (required.includes(name) ? '' : ' <span class="soft">optional</span>'),
      typeOf(field),
      noteOf(field),
    ]),
  )

/** @param {any} contract the parsed document */
export const referencePage = contract => {
  const follow = value =>
    value.$ref ? follow(contract.components[value.$ref.split('/')[2]][nameOf(value.$ref)]) : value
  const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
    METHODS.filter(method => methods[method]).map(method => ({ path, method, ...methods[method] })),
  )
  const bodyOf = ({ content }) =>
    Object.entries(content)
      .map(
        ([type, { schema }]) =>
          `<p>${code(type)}: ${typeOf(schema)}</p>${schema.$ref ? '' : fieldsOf(schema)}`,
      )
      .join('\n')
  const who = operation => {
    if (operation.security?.length === 0) return 'Needs no token.'
    return operation['x-role'] ? `Needs a token of a ${operation['x-role']}.` : ''
  }
  const section = operation => {
    const parameters = (operation.parameters ?? []).map(follow)
    const responses = Object.entries(operation.responses).map(([status, response]) => {
      const { description, content = {}, headers = {} } = follow(response)
      const bodies = Object.entries(content).map(([type, { schema }]) =>
        /json$/.test(type) ? typeOf(schema) : `${code(type)} ${typeOf(schema)}`,
      )
      return [code(status), inline(description), [...bodies, ...Object.keys(headers).map(code)].join('<br>')]
    })
    return `<section><h3 id="${anchor(operation.operationId)}">${escaped(operation.summary)}</h3>
<div class="call">${operation.method.toUpperCase()} ${escaped(operation.path)}</div>
<p class="soft">${[code(operation.operationId), escaped(who(operation))].filter(Boolean).join(' ')}</p>
${prose(operation.description)}
${parameters.length > 0 ? '<h4>Parameters</h4>' : ''}${table(
  ['name', 'in', 'type', ''],
  parameters.map(({ name, in: place, required, schema, description }) => [
    code(name) + (required ? '' : ' <span class="soft">optional</span>'),
    place,
    typeOf(schema),
    noteOf(schema, description),
  ]),
)}
${operation.requestBody ? `<h4>Body</h4>${bodyOf(operation.requestBody)}` : ''}
<h4>Answers</h4>${table(['status', '', 'body and headers'], responses)}</section>`
  }
  const schemas = Object.entries(contract.components.schemas)
  const main = contract.tags
    .map(
      ({ name, description }) => `<h2 id="tag-${anchor(name)}">${escaped(name)}</h2>${prose(description)}
${operations
  .filter(({ tags }) => tags.includes(name))
  .map(section)
  .join('\n')}`,
    )
    .join('\n')
  const menu = contract.tags
    .map(
      ({ name }) =>
        `<h2><a href="#tag-${anchor(name)}">${escaped(name)}</a></h2><ul>${operations
          .filter(({ tags }) => tags.includes(name))
          .map(({ operationId }) => `<li><a href="#${anchor(operationId)}">${escaped(operationId)}</a></li>`)
          .join('')}</ul>`,
    )
    .join('\n')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(contract.info.title)} ${escaped(contract.info.version)}: API reference</title>
<style>${STYLE}</style>
</head>
<body>
<div class="page">
<nav aria-label="Operations">${menu}
<h2><a href="#schemas">schemas</a></h2></nav>
<main>
<h1>${escaped(contract.info.title)} ${escaped(contract.info.version)}</h1>
<p class="soft">${inline(contract.info.summary)}</p>
${prose(contract.info.description)}
${main}
<h2 id="schemas">schemas</h2>
${schemas
  .map(
    ([name, schema]) => `<section><h3 id="schema-${anchor(name)}">${escaped(name)}</h3>
<p>${[typeOf(schema), noteOf(schema)].filter(Boolean).join('. ')}</p>${fieldsOf(schema)}</section>`,
  )
  .join('\n')}
</main>
</div>
</body>
</html>
`
}

/** What a policy must name for the page's style to count. */
export const styleDigest = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`
