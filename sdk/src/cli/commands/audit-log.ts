/**
 * `promptpost audit-log`: the service's logs of who asked to change what, checked beside its data.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { type AuditMark, verifyAudit } from '@promptpost/base/store'
import type { Command } from 'commander'
import { action } from '../context.js'
import { openData } from '../data-folder.js'
import { CliError, EXIT } from '../failure.js'

type Flags = { data: string; tenant: string; mark?: AuditMark }

const readMark = (text: string): AuditMark => {
  const [, number, sha256] = /^([1-9]\d{0,11}):([0-9a-f]{64})$/.exec(text) ?? []
  if (number !== undefined && sha256 !== undefined) return { number: Number(number), sha256 }
  throw new PromptPostError('invalid-argument', 'must be NUMBER:SHA256, as an earlier check printed it', {
    field: '--mark',
    value: text,
  })
}

export const addAuditLog = (program: Command): void => {
  const group = program.command('audit-log').description("the logs of a service's tenants")
  group
    .command('verify')
    .description('whether entries were edited, removed or, given the mark of an earlier check, cut off')
    .requiredOption('--data <dir>', "the service's data directory")
    .requiredOption('--tenant <id>', 'whose log')
    .option('--mark <number:sha256>', 'what an earlier check printed: it must still stand there', readMark)
    .action(
      action(async (context, { data, tenant, mark }: Flags) => {
        const { entries, last, broken } = await verifyAudit(await openData(data), tenant, mark)
        if (broken !== undefined)
          throw new CliError(
            EXIT.auditAlarm,
            'audit-log-broken',
            `entry ${broken} of ${tenant} is not what it was, or is missing`,
            `What stands before it, ${broken - 1} of them, is as it was. Compare the rest with a copy kept elsewhere.`,
          )
        const printed = last ? `${last.number}:${last.sha256}` : null
        context.print({ tenant, entries, mark: printed }, () => `${entries} entries, none changed`)
        if (printed) context.note(`keep this elsewhere, for the next check: --mark ${printed}`)
      }),
    )
}
