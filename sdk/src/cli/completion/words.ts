/**
 * What may stand where on a command line: the shells' scripts are written from this.
 * @module
 */
import type { Command, Option } from 'commander'
import { commandTree, isFileName, takesFile, takesValue } from '../help/tree.js'

export type Flag = {
  /** `--json`, `-q`. */
  names: readonly string[]
  description: string
  /** undefined: it takes no value. */
  value: 'file' | 'other' | readonly string[] | undefined
}

export type Place = {
  /** The words after `promptpost`. */
  path: string
  children: readonly { name: string; description: string }[]
  /** With those that all commands have. */
  flags: readonly Flag[]
  /** Whether files may stand here as arguments. */
  hasFiles: boolean
}

const flagOf = (option: Option): Flag => ({
  names: [option.short, option.long].filter(name => name !== undefined),
  description: option.description,
  value: !takesValue(option) ? undefined : (option.argChoices ?? (takesFile(option) ? 'file' : 'other')),
})

const HELP: Flag = { names: ['-h', '--help'], description: 'display help for command', value: undefined }

/** Every command and group with what may follow it. */
export const places = (program: Command): Place[] => {
  const common = [...program.options.map(flagOf), HELP]
  return commandTree(program).map(({ path, command, options }) => ({
    path,
    children: command.commands
      .filter(child => child.name() !== 'help')
      .map(child => ({ name: child.name(), description: child.description() })),
    flags: path === '' ? common : [...options.map(flagOf), ...common],
    hasFiles: command.registeredArguments.some(argument => isFileName(argument.name())),
  }))
}
