/**
 * Completion for zsh, with descriptions.
 * @module
 */
import type { Flag, Place } from './words.js'

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** `name:description`, as _describe reads it. */
const described = (name: string, description: string): string =>
  quote(`${name.replaceAll(':', '\\:')}:${description}`)

const pathArms = (all: readonly Place[]): string[] =>
  all.flatMap(({ path, children }) =>
    children.map(({ name }) => `      '${path}/${name}') place='${`${path} ${name}`.trim()}' ;;`),
  )

const valueArm = (path: string, { names, value }: Flag): string[] => {
  if (value === undefined) return []
  const pattern = names.map(name => `'${path}/${name}'`).join('|')
  if (value === 'file') return [`    ${pattern}) _files; return ;;`]
  if (value === 'other') return [`    ${pattern}) return ;;`]
  return [`    ${pattern}) compadd -- ${value.map(quote).join(' ')}; return ;;`]
}

const placeArm = ({ path, children, flags, hasFiles }: Place): string => {
  const options = flags.flatMap(({ names, description }) => names.map(name => described(name, description)))
  const commands = children.map(({ name, description }) => described(name, description))
  return [
    `    '${path}')`,
    `      flags=(${options.join(' ')})`,
    `      commands=(${commands.join(' ')})`,
    `      files=${hasFiles ? 1 : 0} ;;`,
  ].join('\n')
}

export const zshScript = (all: readonly Place[]): string =>
  `#compdef promptpost
# promptpost completion for zsh
_promptpost() {
  local place='' files=0 word
  local -a flags commands
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$place/$word" in
${pathArms(all).join('\n')}
    esac
  done
  case "$place/\${words[CURRENT-1]}" in
${all.flatMap(({ path, flags }) => flags.flatMap(flag => valueArm(path, flag))).join('\n')}
  esac
  case "$place" in
${all.map(placeArm).join('\n')}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then
    _describe 'option' flags
  elif (( files )); then
    _files
  elif (( \${#commands} )); then
    _describe 'command' commands
  fi
}
if [ "$funcstack[1]" = '_promptpost' ]; then _promptpost "$@"; else compdef _promptpost promptpost; fi
`
