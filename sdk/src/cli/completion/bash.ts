/**
 * Completion for bash 3.2 and newer.
 * @module
 */
import type { Place } from './words.js'

/** In single quotes; none of our words has one. */
const quoted = (words: readonly string[]): string => `'${words.join(' ')}'`

const pathArms = (all: readonly Place[]): string[] =>
  all.flatMap(({ path, children }) =>
    children.map(({ name }) => {
      const longer = `${path} ${name}`.trim()
      return `      '${path}/${name}') path='${longer}' ;;`
    }),
  )

const valueArms = ({ path, flags }: Place): string[] =>
  flags.flatMap(({ names, value }) => {
    if (value === undefined) return []
    const pattern = names.map(name => `'${path}/${name}'`).join(' | ')
    if (value === 'file') return [`    ${pattern}) return ;;`]
    if (value === 'other')
      return [`    ${pattern}) type compopt > /dev/null 2>&1 && compopt +o default; return ;;`]
    return [`    ${pattern}) COMPREPLY=($(compgen -W ${quoted(value)} -- "$cur")); return ;;`]
  })

const wordArm = ({ path, children, flags, hasFiles }: Place): string => {
  const names = children.map(({ name }) => name)
  const options = flags.flatMap(flag => flag.names)
  const first = hasFiles ? '' : quoted(names)
  return `    '${path}') flags=${quoted(options)} words=${first || "''"} files=${hasFiles ? 1 : 0} ;;`
}

/** Where a place has nothing to say the shell's own completion of file names follows. */
export const bashScript = (all: readonly Place[]): string =>
  `# promptpost completion for bash
_promptpost() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path='' flags='' words='' files=0 i
  if [ "$cur" = '=' ]; then cur=''; elif [ "$prev" = '=' ]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path/\${COMP_WORDS[i]}" in
${pathArms(all).join('\n')}
    esac
  done
  case "$path/$prev" in
${all.flatMap(valueArms).join('\n')}
  esac
  case "$path" in
${all.map(wordArm).join('\n')}
  esac
  case "$cur" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$cur")) ;;
    *)
      if [ "$files" = 1 ]; then return; fi
      COMPREPLY=($(compgen -W "$words" -- "$cur"))
      type compopt > /dev/null 2>&1 && compopt +o default
      ;;
  esac
}
complete -o default -F _promptpost promptpost
`
