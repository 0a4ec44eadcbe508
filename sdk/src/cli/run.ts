/**
 * Runs one command line: parses, does, reports the error, gives the exit code.
 * @module
 */
import { type Command, CommanderError } from 'commander'
import { UserAbortError } from '../client/errors.js'
import { redact } from '../client/redact.js'
import { writeStderr } from './context.js'
import { isWriter } from './dry-run.js'
import { describeFailure, EXIT, type ExitCode, usageError } from './failure.js'
import { leaves } from './help/tree.js'
import { buildProgram, commandPath } from './program.js'
import { plain } from './text.js'

const VERSION = '0.1.0'

const NO_TOKEN_FLAG = usageError(
  'a token is never given as an argument: others could read it',
  'Set PROMPTPOST_TOKEN, or give --token-file FILE (- for stdin).',
)

/** Commander's errors in our words; the value in `--flag=value` may be private and is left out. */
const asUsage = (error: CommanderError, program: Command, argv: readonly string[]): Error => {
  const text = error.message.replace(/^error: /, '').replace(/'(--?[\w-]+)=[\s\S]*?'(?=$|\n)/, "'$1'")
  if (/unknown option '--token'/.test(text)) return NO_TOKEN_FLAG
  const path = commandPath(program, argv)
  return usageError(text, `See: promptpost ${path ? `${path} ` : ''}--help`)
}

/** A change that was asked for may have been made before it was broken off. */
const MAYBE_DONE =
  'The service may have done it all the same: see with its list or show before you ask again.'

const report = (error: unknown, program: Command, argv: readonly string[]): ExitCode => {
  const path = commandPath(program, argv)
  const called = leaves(program).find(leaf => leaf.path === path)
  const failure = describeFailure(error, called)
  if (error instanceof UserAbortError && isWriter(path)) failure.next = MAYBE_DONE
  failure.message = redact(failure.message)
  if (argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: failure })}\n`)
  writeStderr(`error: ${failure.message}`)
  if (failure.next !== undefined) writeStderr(failure.next)
  if (argv.includes('--debug') && error instanceof Error) writeStderr(plain(redact(error.stack ?? '')))
  return failure.exit_code
}

/** The help, which is on stderr, is no JSON. */
const reportNoCommand = (program: Command, argv: readonly string[]): ExitCode => {
  const path = commandPath(program, argv)
  const error = usageError('a command is missing', `See: promptpost ${path ? `${path} ` : ''}--help`)
  process.stdout.write(`${JSON.stringify({ error: describeFailure(error) })}\n`)
  return EXIT.usage
}

/** @param argv the words after `promptpost` */
export const run = async (argv: readonly string[]): Promise<ExitCode> => {
  const program = await buildProgram(VERSION, argv)
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return (process.exitCode as ExitCode | undefined) ?? EXIT.ok
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(error, program, argv)
    if (error.exitCode === 0) return EXIT.ok
    // A group without a command: commander has printed the help.
    if (error.code === 'commander.help')
      return argv.includes('--json') ? reportNoCommand(program, argv) : EXIT.usage
    return report(asUsage(error, program, argv), program, argv)
  }
}
