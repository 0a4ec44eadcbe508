/**
 * The command line as a tree of commands. Building it runs nothing.
 * @module
 */
import { Command } from 'commander'
import { COMMANDS } from './commands/index.js'
import { offerDryRun } from './dry-run.js'
import { EXIT_MEANINGS, usageError } from './failure.js'
import { attachAnswers } from './help/attach.js'

const HELP = `
Remote commands take the service from --url, PROMPTPOST_URL or promptpost.json, the token from --token-file or PROMPTPOST_TOKEN.
Exit codes: ${Object.entries(EXIT_MEANINGS)
  .map(([code, meaning]) => `${code} ${meaning}`)
  .join(', ')}.`

const pathOf = (command: Command): string =>
  command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()

/** Required options are looked for last, so that a misspelt one is called unknown, with its right name, not missing. */
const requireLast = (command: Command): void => {
  const required = command.options.filter(option => option.mandatory)
  for (const option of required) option.mandatory = false
  command.hook('preAction', (_, called) => {
    const missing = required.filter(option => called.getOptionValue(option.attributeName()) === undefined)
    if (called !== command || missing.length === 0) return
    const names = missing.map(option => `'${option.flags}'`).join(', ')
    throw usageError(`missing: ${names}`, `See: promptpost ${pathOf(called)} --help`)
  })
}

/** Errors are thrown, never printed here: one place writes them. */
const quiet = (command: Command): Command => command.exitOverride().configureOutput({ outputError: () => {} })

const prepare = (command: Command): void => {
  quiet(command)
  command.configureHelp({ showGlobalOptions: true })
  requireLast(command)
  for (const child of command.commands) prepare(child)
}

/** The words that name the command meant, as far as they are known: `models list`. */
export const commandPath = (program: Command, argv: readonly string[]): string => {
  const words: string[] = []
  for (let command = program, at = 0; at < argv.length; at++) {
    const child = command.commands.find(candidate => candidate.name() === argv[at])
    if (!child) continue
    words.push(child.name())
    command = child
  }
  return words.join(' ')
}

/** The options that every command has. */
const withCommonOptions = (command: Command): Command =>
  command
    .option('--json', 'machine-readable result on stdout')
    .option('-q, --quiet', 'no progress and no notes')
    .option('-v, --verbose', 'each request, and where settings came from')
    .option('--debug', 'stack traces of errors')
    .option('--url <address>', 'the service (or PROMPTPOST_URL)')
    .option('--project <file>', 'settings of a project (or PROMPTPOST_PROJECT; default: promptpost.json)')
    .option('--token-file <file>', 'file with the token, - for stdin (or PROMPTPOST_TOKEN)')
    .option('--allow-plain-http', 'send the token over plain HTTP to another machine')

/** The flags that ask for the version, as commander has them. */
const VERSION: readonly string[] = ['-V', '--version']

/** Commands that speak of all others. */
const OF_ALL: readonly string[] = ['completion']

/** The commands to load for a command line: the one it calls, none for the version, or all. */
const commandsFor = (argv: readonly string[]): string[] => {
  const all = Object.keys(COMMANDS)
  try {
    const { operands, unknown } = withCommonOptions(quiet(new Command())).parseOptions([...argv])
    if (operands.length === 0 && VERSION.includes(unknown[0] ?? '')) return []
    const called = operands[0] ?? ''
    return all.includes(called) && !OF_ALL.includes(called) ? [called] : all
  } catch {
    // An option without its value: the program itself says so.
    return all
  }
}

/** @param argv the words after `promptpost`, where the program is for them alone; without them it has every command */
export const buildProgram = async (version: string, argv: readonly string[] = []): Promise<Command> => {
  const program = withCommonOptions(
    new Command('promptpost')
      .description(
        'Prompt transfer as a service: tune a prompt at home on a small student, use it on the large model.',
      )
      .version(version),
  ).addHelpText('after', HELP)
  for (const name of commandsFor(argv)) (await COMMANDS[name]?.())?.(program)
  // Of all commands, so after the last.
  offerDryRun(program)
  attachAnswers(program)
  prepare(program)
  return program
}
