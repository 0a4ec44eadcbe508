/**
 * `promptpost doctor`: what this machine offers, and why not more.
 * @module
 */
import { statfs } from 'node:fs/promises'
import { availableParallelism, freemem, tmpdir, totalmem } from 'node:os'
import { PromptPostError } from '@promptpost/base/errors'
import type { DeviceReport } from '@promptpost/engine/runtime'
import type { Command } from 'commander'
import { action, type Context } from '../context.js'
import { EXIT } from '../failure.js'
import { compute } from '../local-work.js'
import { bytes } from '../text.js'

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

export const addDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description('check this machine: Node, devices, memory, disk')
    .action(
      action(async context => {
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
      }),
    )
}
