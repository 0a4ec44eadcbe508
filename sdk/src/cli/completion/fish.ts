/**
 * Completion for fish, with descriptions.
 * @module
 */
import type { Flag, Place } from './words.js'

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** A flag at a place: `-s q -l quiet -d ...`, with its values. */
const flagLine = (path: string, { names, description, value }: Flag): string => {
  const letters = names.map(name => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`))
  const values =
    value === undefined
      ? ''
      : value === 'file'
        ? ' -r -F'
        : value === 'other'
          ? ' -x'
          : ` -x -a ${quote(value.join(' '))}`
  return `complete -c promptpost -n ${quote(`__promptpost_at "${path}"`)} ${letters.join(' ')}${values} -d ${quote(description)}`
}

const placeLines = ({ path, children, flags, hasFiles }: Place): string[] => [
  ...children.map(
    ({ name, description }) =>
      `complete -c promptpost -n ${quote(`__promptpost_at "${path}"`)} -a ${name} -d ${quote(description)}`,
  ),
  ...(hasFiles ? [`complete -c promptpost -n ${quote(`__promptpost_at "${path}"`)} -F`] : []),
  ...flags.map(flag => flagLine(path, flag)),
]

export const fishScript = (all: readonly Place[]): string =>
  `# promptpost completion for fish
function __promptpost_at
    set -l place ''
    set -l words (commandline -opc)
    for word in $words[2..-1]
        switch "$place/$word"
${all
  .flatMap(({ path, children }) =>
    children.map(
      ({ name }) =>
        `            case '${path}/${name}'\n                set place '${`${path} ${name}`.trim()}'`,
    ),
  )
  .join('\n')}
        end
    end
    test "$place" = "$argv[1]"
end
complete -c promptpost -f
${all.flatMap(placeLines).join('\n')}
`
