/**
 * `promptpost audit`: what an attacker learns from prompts tuned like one's own, measured on this machine. No network.
 * @module
 */
import { type Command, Option } from 'commander'
import {
  type AuditMonitor,
  type AuditOptions,
  auditCanary,
  auditLira,
  type CanaryKind,
  type CanaryResult,
  type LiraResult,
} from '../../audit/index.js'
import { action, type Context } from '../context.js'
import { CliError, EXIT } from '../failure.js'
import { barStep } from '../local-work.js'
import { shellQuote } from '../text.js'
import { whole } from '../values.js'
import { addTuningFlags, type TuningFlags, tuningOptions } from './tune.js'

type AuditFlags = TuningFlags & { examples?: number; threads?: number }
type LiraFlags = AuditFlags & { shadows?: number }
type CanaryFlags = AuditFlags & { kind: CanaryKind; canaries?: number }

const defined = <T extends object>(values: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never

const auditOptions = async (flags: AuditFlags): Promise<AuditOptions> => ({
  ...(await tuningOptions(flags)),
  ...defined({ examples: flags.examples, threads: flags.threads }),
})

/** Runs the audit with its progress shown; a stop names the command that goes on. */
const follow = async <Result>(
  context: Context,
  flags: AuditFlags,
  work: (monitor: AuditMonitor) => Promise<Result>,
): Promise<Result> => {
  context.interrupt.announce('stopping after this step; Ctrl-C again quits at once')
  try {
    return await work({
      signal: context.signal,
      onProgress: progress => context.progress.update(barStep(progress, flags.epsilon !== undefined)),
    })
  } catch (error) {
    if (!context.signal.aborted) throw error
    const command = ['promptpost', ...process.argv.slice(2)].map(shellQuote).join(' ')
    throw new CliError(
      EXIT.interrupted,
      'cancelled',
      `stopped; what is finished is kept in ${flags.out}`,
      `Go on with: ${command}`,
    )
  }
}

/** The figures, because they were asked for, and what they are. An alarm is an exit code of its own. */
const show = (context: Context, out: string, result: LiraResult | CanaryResult, text: () => string): void => {
  context.print({ out, ...result }, () => `${text()}\n\nThe report is in ${out}`)
  context.note(result.notice)
  if (result.alarm) process.exitCode = EXIT.auditAlarm
}

/** Loaded when there is something to report: the reports name the machine, and with it ONNX Runtime. */
const reports = async () => ({
  ...(await import('../../audit/report/canary-report.js')),
  ...(await import('../../audit/report/lira-report.js')),
  ...(await import('../../audit/report/page.js')),
})

const lira = async (context: Context, flags: LiraFlags): Promise<void> => {
  const options = { ...(await auditOptions(flags)), ...defined({ shadows: flags.shadows }) }
  const result = await follow(context, flags, monitor => auditLira(options, monitor))
  const { liraReport, terminalReport } = await reports()
  show(context, flags.out, result, () => terminalReport(liraReport(result)))
}

const canary = async (context: Context, flags: CanaryFlags): Promise<void> => {
  const options = {
    ...(await auditOptions(flags)),
    ...defined({ kind: flags.kind, canaries: flags.canaries }),
  }
  const result = await follow(context, flags, monitor => auditCanary(options, monitor))
  const { canaryReport, terminalReport } = await reports()
  show(context, flags.out, result, () => terminalReport(canaryReport(result)))
}

const addAuditFlags = (command: Command): Command =>
  addTuningFlags(command)
    .requiredOption('--out <dir>', 'folder for the findings, which are private; an audit goes on from it')
    .option('--examples <n>', 'use a sample of so many records', whole('--examples', 1))
    .option('--threads <n>', 'threads of the computation', whole('--threads', 1, 1024))

export const addAudit = (program: Command): void => {
  const group = program
    .command('audit')
    .description('what prompts tuned on these records give away; nothing leaves this machine')
  addAuditFlags(group.command('lira'))
    .description('membership inference with shadow prompts (LiRA): AUC, true positives at few false ones')
    .option(
      '--shadows <n>',
      'prompts to tune on halves of the data, an even number (default: 8)',
      whole('--shadows', 1),
    )
    .action(action(lira))
  addAuditFlags(group.command('canary'))
    .description('a lower bound on epsilon from canaries in one run')
    .addOption(
      new Option('--kind <kind>', 'gradients at the mechanism, or records in the data')
        .choices(['gradient', 'text'])
        .default('gradient'),
    )
    .option(
      '--canaries <n>',
      'how many (default: 1000, or as many as there is room for)',
      whole('--canaries', 1),
    )
    .action(action(canary))
}
