/**
 * Flags with a value each; every one may come from the environment instead (`--job` from PROMPTPOST_JOB).
 * @module
 */
import { parseArgs } from 'node:util'
import { PromptPostError } from '@promptpost/base'

export type Flags<Name extends string> = {
  given: (name: Name) => string | undefined
  /** @throws PromptPostError `invalid-argument` naming the flag */
  needed: (name: Name) => string
}

/** @throws PromptPostError `invalid-argument` for a flag that is not one of `names` */
export const readFlags = <Name extends string>(
  names: readonly Name[],
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
  usage: string,
): Flags<Name> => {
  const options = Object.fromEntries(names.map(name => [name, { type: 'string' as const }]))
  let values: Partial<Record<string, unknown>>
  try {
    values = parseArgs({ args: [...argv], options }).values
  } catch (error) {
    throw new PromptPostError('invalid-argument', (error as Error).message, { next: usage })
  }
  const given = (name: Name): string | undefined =>
    (values[name] as string | undefined) ??
    (environment[`PROMPTPOST_${name.toUpperCase().replaceAll('-', '_')}`] || undefined)
  return {
    given,
    needed: name => {
      const value = given(name)
      if (value === undefined)
        throw new PromptPostError('invalid-argument', 'is missing', { field: `--${name}`, next: usage })
      return value
    },
  }
}
