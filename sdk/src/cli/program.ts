/**
 * The command line as a tree of commands. Building it runs nothing.
 * @module
 */
import { Command } from 'commander'
import { addAudit } from './commands/audit.js'
import { addAuditLog } from './commands/audit-log.js'
import { addCompletion } from './commands/completion.js'
import { addDatasets } from './commands/datasets.js'
import { addDoctor } from './commands/doctor.js'
import { addEffectCheck } from './commands/effect-check.js'
import { addEvaluateLocal } from './commands/evaluate-local.js'
import { addExplainUpload } from './commands/explain-upload.js'
import { addInit } from './commands/init.js'
import { addJobs } from './commands/jobs.js'
import { addPredictLocal } from './commands/local.js'
import { addModels } from './commands/models.js'
import { addPlan } from './commands/plan.js'
import { addPredict } from './commands/predict.js'
import { addPredictions } from './commands/predictions.js'
import { addPrivacy } from './commands/privacy.js'
import { addPrompts } from './commands/prompts.js'
import { addRun } from './commands/run.js'
import { addServe } from './commands/serve.js'
import { addStudents } from './commands/students.js'
import { addTenants } from './commands/tenants.js'
import { addTokens } from './commands/tokens.js'
import { addTransfers } from './commands/transfers.js'
import { addTune } from './commands/tune.js'
import { addUploads } from './commands/uploads.js'
import { addUsage } from './commands/usage.js'
import { addWebhooks } from './commands/webhooks.js'
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
const prepare = (command: Command): void => {
  command.exitOverride().configureOutput({ outputError: () => {} })
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

export const buildProgram = (version: string): Command => {
  const program = new Command('promptpost')
    .description(
      'Prompt transfer as a service: tune a prompt at home on a small student, use it on the large model.',
    )
    .version(version)
    .option('--json', 'machine-readable result on stdout')
    .option('-q, --quiet', 'no progress and no notes')
    .option('-v, --verbose', 'each request, and where settings came from')
    .option('--debug', 'stack traces of errors')
    .option('--url <address>', 'the service (or PROMPTPOST_URL)')
    .option('--project <file>', 'settings of a project (or PROMPTPOST_PROJECT; default: promptpost.json)')
    .option('--token-file <file>', 'file with the token, - for stdin (or PROMPTPOST_TOKEN)')
    .option('--allow-plain-http', 'send the token over plain HTTP to another machine')
    .addHelpText('after', HELP)
  addInit(program)
  addRun(program)
  addServe(program)
  addTokens(program)
  addTenants(program)
  addAuditLog(program)
  addDoctor(program)
  addPlan(program)
  addModels(program)
  addDatasets(program)
  addUploads(program)
  addStudents(program)
  addTune(program)
  addPrivacy(program)
  addAudit(program)
  addExplainUpload(program)
  addPrompts(program)
  addTransfers(program)
  addPredict(program)
  addPredictions(program)
  addPredictLocal(program)
  addEvaluateLocal(program)
  addEffectCheck(program)
  addJobs(program)
  addWebhooks(program)
  addUsage(program)
  addCompletion(program)
  // Of all commands, so after the last.
  offerDryRun(program)
  attachAnswers(program)
  prepare(program)
  return program
}
