/**
 * The commands as a list: what help, docs/cli.md and the completions are made of.
 * @module
 */
import type { Command, Option } from 'commander'

export type Node = {
  /** The words after `promptpost`; empty for the program itself. */
  path: string
  command: Command
  /** Options of its own, without help and version. */
  options: readonly Option[]
  /** Its commands by name; empty for one that does something. */
  children: readonly string[]
}

const nodesOf = (command: Command, path: string): Node[] => {
  const children = command.commands.filter(child => child.name() !== 'help')
  const options = command.options.filter(({ hidden }) => !hidden)
  const node = { path, command, options, children: children.map(child => child.name()) }
  return [node, ...children.flatMap(child => nodesOf(child, `${path} ${child.name()}`.trim()))]
}

/** All commands and groups, each after the one it is under. */
export const commandTree = (program: Command): Node[] => nodesOf(program, '')

/** The commands that do something. */
export const leaves = (program: Command): Node[] =>
  commandTree(program).filter(({ children, path }) => children.length === 0 && path !== '')

/** Whether a value is the name of a file, by how it is called in the help: `<file>`, `<json|file>`. */
export const isFileName = (name: string): boolean => /\b(file|dir|path|folder)\b/.test(name)

export const takesFile = ({ flags }: Option): boolean => isFileName(/[<[]([^>\]]*)/.exec(flags)?.[1] ?? '')

export const takesValue = (option: Option): boolean => option.required || option.optional
