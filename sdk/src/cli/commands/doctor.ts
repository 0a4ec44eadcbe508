/**
 * `promptpost doctor`: what this machine offers, and why not more; with `--remote`, whether a service works.
 * @module
 */
import { statfs } from 'node:fs/promises'
import { availableParallelism, freemem, tmpdir, totalmem } from 'node:os'
import { PromptPostError } from '@promptpost/base/errors'
import type { DeviceReport } from '@promptpost/engine/runtime'
import { type Command, Option } from 'commander'
import { action, type Context } from '../context.js'
import { EXIT, usageError } from '../failure.js'
import { compute } from '../local-work.js'
import { checkLines, openChecks } from '../remote-checks/check.js'
import { checkJob, type JobCheck } from '../remote-checks/job.js'
import { checkService } from '../remote-checks/service.js'
import { connect } from '../service.js'
import { bytes } from '../text.js'
import { whole } from '../values.js'

type Flags = { remote?: boolean; model?: string; device?: string; wait: number }

type Disk = { path: string; free: number } | { path: string; problem: string }

const diskAt = async (path: string): Promise<Disk> => {
  try {
    const { bavail, bsize } = await statfs(path)
    return { path, free: bavail * bsize }
  } catch (error) {
    return { path, problem: (error as NodeJS.ErrnoException).code ?? 'unknown' }
  }
}

const devices = async (context: Context): Promise<DeviceReport[]> => {
  try {
    return await compute<DeviceReport[]>(context, { work: 'devices' })
  } catch (error) {
    if (context.signal.aborted) throw error
    const [reason = ''] = (error as Error).message.split('\n')
    const next = error instanceof PromptPostError ? '' : '. Reinstall onnxruntime-node for this platform.'
    return [{ device: 'cpu', available: false, detail: `${reason}${next}` }]
  }
}

const disks = (found: readonly Disk[]): string[] =>
  found.map(disk => `disk      ${disk.path}: ${'free' in disk ? `${bytes(disk.free)} free` : disk.problem}`)

/** @throws CliError when there is no address or no token */
const checkRemote = async (context: Context, wanted: JobCheck): Promise<void> => {
  const client = await connect(context)
  const checks = openChecks(context)
  const isReady = await checkService(checks, client, context.signal)
  const job = isReady ? await checkJob(context, checks, client, wanted) : undefined
  context.print({ ok: checks.exitCode === undefined, checks: checks.done, job: job ?? null }, () =>
    checkLines(checks.done).join('\n'),
  )
  if (checks.exitCode !== undefined) process.exitCode = checks.exitCode
}

const checkMachine = async (context: Context): Promise<void> => {
  const report = {
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    cores: availableParallelism(),
    memory: { total: totalmem(), free: freemem() },
    disks: await Promise.all([process.cwd(), tmpdir()].map(diskAt)),
    devices: await devices(context),
  }
  context.print(report, () =>
    [
      `node      ${report.node} on ${report.platform}`,
      `cores     ${report.cores}`,
      `memory    ${bytes(report.memory.total)}, ${bytes(report.memory.free)} free`,
      ...disks(report.disks),
      ...report.devices.map(
        ({ device, available, detail }) =>
          `${device.padEnd(8)}  ${available ? 'works' : 'not here'}: ${detail}`,
      ),
    ].join('\n'),
  )
  if (!report.devices.some(({ device, available }) => device === 'cpu' && available))
    process.exitCode = EXIT.failure
}

export const addDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description(
      'check this machine: Node, devices, memory, disk; or with --remote the service, by a small job',
    )
    .option(
      '--remote',
      'check the service: answer, clock, token, and one small prediction by a job, which is deleted',
    )
    .option('--model <id>', 'model of the job (default: the smallest)')
    .addOption(
      new Option('--device <name>', 'what the job must compute on').choices(['cpu', 'cuda', 'webgpu']),
    )
    .option(
      '--wait <seconds>',
      'time for the job, a machine that has to start included',
      whole('--wait', 1, 86_400),
      1200,
    )
    .action(
      action(async (context, { remote, model, device, wait }: Flags) => {
        if (remote) return checkRemote(context, { model, device, wait })
        const [flag] =
          Object.entries({ '--model': model, '--device': device }).filter(([, given]) => given)[0] ?? []
        if (flag !== undefined) throw usageError(`${flag} is of the service`, 'Give --remote as well.')
        await checkMachine(context)
      }),
    )
}
