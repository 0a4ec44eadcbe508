/**
 * docs/cli.md, from the tree of commands.
 * @module
 */
import type { Command, Option } from 'commander'
import { EXIT_MEANINGS } from '../failure.js'
import { ANSWERS, answerLines, DRY_RUN } from './answers/index.js'
import { ENVIRONMENT } from './environment.js'
import { renderShape } from './shapes.js'
import { commandTree, type Node } from './tree.js'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...rows.map(row => `| ${row.map(cell).join(' | ')} |`),
  ].join('\n')

const meaning = ({ description, argChoices, defaultValue, mandatory }: Option): string =>
  [
    mandatory ? `${description} (needed)` : description,
    ...(argChoices ? [`: ${argChoices.join(', ')}`] : []),
    ...(typeof defaultValue === 'string' ? [` (default: ${defaultValue})`] : []),
  ].join('')

const argumentsTable = ({ registeredArguments }: Command): string[] => {
  const described = registeredArguments.filter(({ description }) => description !== '')
  return described.length === 0
    ? []
    : [
        table(
          ['argument', 'meaning'],
          described.map(argument => [`\`<${argument.name()}>\``, argument.description]),
        ),
      ]
}

const optionsTable = (options: readonly Option[]): string[] =>
  options.length === 0
    ? []
    : [
        table(
          ['option', 'meaning'],
          options.map(option => [`\`${option.flags}\``, meaning(option)]),
        ),
      ]

/** A description as a sentence. */
const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`

const usage = ({ path, command }: Node): string => {
  const words = command.registeredArguments.map(argument => `<${argument.name()}>`)
  return `promptpost ${[path, ...words].join(' ')}${command.options.length > 0 ? ' [options]' : ''}`
}

const leafSection = (node: Node): string[] => {
  const { path, command, options } = node
  const answer = ANSWERS[path]
  return [
    `### ${path}`,
    sentence(command.description()),
    `\`${usage(node)}\``,
    ...argumentsTable(command),
    ...optionsTable(options),
    ...(answer
      ? [
          `\`\`\`sh\n${answer.example}\n\`\`\``,
          'With `--json`:',
          `\`\`\`\n${answerLines(answer).join('\n')}\n\`\`\``,
        ]
      : []),
  ]
}

const section = (node: Node): string[] =>
  node.children.length > 0 ? [`## ${node.path}`, sentence(node.command.description())] : leafSection(node)

/** Groups with their commands follow the commands that stand alone. */
const inOrder = (nodes: readonly Node[]): Node[] => {
  const isAlone = ({ path, children }: Node): boolean => !path.includes(' ') && children.length === 0
  return [...nodes.filter(isAlone), ...nodes.filter(node => !isAlone(node))]
}

/** @returns the page as Markdown */
export const cliPage = (program: Command): string => {
  const [root, ...nodes] = commandTree(program) as [Node, ...Node[]]
  return `${[
    '<!-- Generated from the commands by scripts/generate.mjs. Do not edit. -->',
    '# The command line',
    `Results go to stdout, progress and notes to stderr. With \`--json\` stdout holds one JSON document, also for an error: \`{ error: { code: string, message: string, exit_code: number, next?: string } }\`. With \`--dry-run\` a command that changes something on the service gives \`${renderShape(DRY_RUN)}\` instead and sends nothing. Names with a capital letter are schemas of openapi.yaml; identifiers in the examples are made up.`,
    '## Options of every command',
    ...optionsTable(root.options),
    '## Exit codes',
    table(
      ['code', 'meaning'],
      Object.entries(EXIT_MEANINGS).map(([code, text]) => [code, text]),
    ),
    'The first Ctrl-C stops in good order: tuning and audits keep a checkpoint, downloads what has come, and a job on the service goes on; the error names the command that continues. A second one quits at once.',
    '## Environment',
    table(
      ['variable', 'meaning'],
      ENVIRONMENT.map(([name, text]) => [`\`${name}\``, text]),
    ),
    '## Settings',
    'A flag comes before the environment, that before `promptpost.json` in the current folder, that before `config.json` in `$XDG_CONFIG_HOME/promptpost` (else `~/.config/promptpost`). The fields of the two files are in [project.schema.json](../sdk/schemas/project.schema.json) and [user.schema.json](../sdk/schemas/user.schema.json). Paths in them are beside the file. A token never stands in them: `tokenFile` names a file that holds it, and nothing is sent from that file but a token. Where the two files name different services, the user’s token is sent to neither unasked.',
    '## Commands',
    ...inOrder(nodes).flatMap(section),
  ].join('\n\n')}\n`
}
