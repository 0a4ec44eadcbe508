/**
 * The operator's commands over a store.
 * @module
 */
import { parseArgs } from 'node:util'
import { PromptPostError } from '@promptpost/base'
import { createToken, listTokens, type ObjectStore, type Role, revokeToken } from '@promptpost/base/store'
import { putModel } from './put-model.js'

export const USAGE = `usage: node aws/dist/operator/main.js models put NAME DIR --bucket BUCKET
       node aws/dist/operator/main.js tokens create --bucket BUCKET --tenant NAME --role provider|client [--name TEXT] [--expires 90d]
       node aws/dist/operator/main.js tokens list --bucket BUCKET --tenant NAME
       node aws/dist/operator/main.js tokens revoke ID --bucket BUCKET --tenant NAME
Credentials and region are those of the AWS command line: AWS_PROFILE, AWS_REGION.`

export type Surroundings = {
  open: (bucket: string) => ObjectStore
  print: (line: string) => void
}

const OPTIONS = ['bucket', 'tenant', 'role', 'name', 'expires'] as const
type Flags = Partial<Record<(typeof OPTIONS)[number], string>>

const wrong = (field: string, message: string, value?: string): PromptPostError =>
  new PromptPostError('invalid-argument', message, {
    field,
    next: USAGE,
    ...(value === undefined ? {} : { value }),
  })

const needed = (flags: Flags, name: keyof Flags): string => {
  const value = flags[name]
  if (value === undefined || value === '') throw wrong(`--${name}`, 'is missing')
  return value
}

const end = (text: string): Date => {
  const [, count, unit] = /^([1-9]\d{0,4})([hd])$/.exec(text) ?? []
  if (count === undefined) throw wrong('--expires', 'must be hours or days, as 12h or 90d', text)
  return new Date(Date.now() + Number(count) * (unit === 'd' ? 24 : 1) * 3_600_000)
}

const role = (text: string): Role => {
  if (text !== 'provider' && text !== 'client') throw wrong('--role', 'must be provider or client', text)
  return text
}

type Command = (
  store: ObjectStore,
  flags: Flags,
  rest: readonly string[],
  print: Surroundings['print'],
) => Promise<void>

const COMMANDS: Record<string, { rest: number; run: Command }> = {
  'models put': {
    rest: 2,
    async run(store, _flags, [name = '', directory = ''], print) {
      for await (const { file, size } of putModel(store, name, directory)) print(`${file}  ${size} bytes`)
      print(`register it as: ${name}`)
    },
  },
  'tokens create': {
    rest: 0,
    async run(store, flags, _rest, print) {
      const { token } = await createToken(store, {
        tenant: needed(flags, 'tenant'),
        role: role(needed(flags, 'role')),
        name: flags.name,
        expiresAt: flags.expires === undefined ? undefined : end(flags.expires),
      })
      // The only time that it is shown.
      print(token)
    },
  },
  'tokens list': {
    rest: 0,
    async run(store, flags, _rest, print) {
      for (const { id, role, access, name = '-', createdAt, expiresAt = 'never' } of await listTokens(
        store,
        needed(flags, 'tenant'),
      ))
        print([id, role, access, createdAt, expiresAt, name].join('  '))
    },
  },
  'tokens revoke': {
    rest: 1,
    async run(store, flags, [id = ''], print) {
      await revokeToken(store, needed(flags, 'tenant'), id)
      print(`${id} has ended`)
    },
  },
}

/** @throws PromptPostError `invalid-argument` for a command line that cannot be used */
export const runCommand = async (argv: readonly string[], { open, print }: Surroundings): Promise<void> => {
  let parsed: { values: Flags; positionals: string[] }
  try {
    const options = Object.fromEntries(OPTIONS.map(name => [name, { type: 'string' as const }]))
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true })
  } catch (error) {
    throw wrong('command line', (error as Error).message)
  }
  const [group = '', verb = '', ...rest] = parsed.positionals
  const command = COMMANDS[`${group} ${verb}`]
  if (!command || rest.length !== command.rest)
    throw wrong('command', 'cannot be used', parsed.positionals.join(' '))
  await command.run(open(needed(parsed.values, 'bucket')), parsed.values, rest, print)
}
