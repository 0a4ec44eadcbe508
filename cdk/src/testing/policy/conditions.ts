/**
 * Conditions of statements, by the rules of the IAM reference.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @module
 */

/** What a request brings: keys in any case, one value or several. A key that is not there is absent. */
export type Context = Readonly<Record<string, string | readonly string[]>>

export type Condition = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** `*` for any characters, `?` for one; all others stand for themselves. */
export const matchesPattern = (pattern: string, value: string): boolean => {
  if (/\$\{(?!\*\}|\?\}|\$\})/.test(pattern)) throw new Error(`variables are not known: ${pattern}`)
  const expression = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${expression}$`, 's').test(value)
}

type Test = (wanted: string, value: string) => boolean

const TESTS: Record<string, Test> = {
  StringEquals: (wanted, value) => wanted === value,
  StringEqualsIgnoreCase: (wanted, value) => wanted.toLowerCase() === value.toLowerCase(),
  StringLike: matchesPattern,
  ArnEquals: matchesPattern,
  ArnLike: matchesPattern,
  Bool: (wanted, value) => wanted.toLowerCase() === value.toLowerCase(),
  NumericEquals: (wanted, value) => Number(value) === Number(wanted),
  NumericLessThan: (wanted, value) => Number(value) < Number(wanted),
  NumericLessThanEquals: (wanted, value) => Number(value) <= Number(wanted),
  NumericGreaterThan: (wanted, value) => Number(value) > Number(wanted),
  NumericGreaterThanEquals: (wanted, value) => Number(value) >= Number(wanted),
}

const NEGATED: Record<string, string> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String)

const valuesOf = (context: Context, key: string): string[] | undefined => {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())
  return found && listOf(found[1])
}

const holds = (operator: string, key: string, wanted: string[], context: Context): boolean => {
  const values = valuesOf(context, key)
  if (operator === 'Null') {
    if (wanted.length !== 1 || !['true', 'false'].includes(wanted[0] as string))
      throw new Error(`Null must be true or false, not ${wanted}`)
    return (wanted[0] === 'true') === (values === undefined)
  }
  const [, set = '', name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? []
  const positive = NEGATED[name] ?? name
  const test = TESTS[positive]
  if (!test) throw new Error(`the operator ${operator} is not known`)
  const isNegated = name !== positive
  // Absent: a condition on it does not hold, unless it denies something of it or says that it may be absent.
  if (values === undefined) return ifExists !== undefined || isNegated || set === 'ForAllValues'
  if (set === '' && values.length !== 1) throw new Error(`${key} has several values: ${operator} takes one`)
  const one = (value: string): boolean => wanted.some(want => test(want, value)) !== isNegated
  return set === 'ForAnyValue' ? values.some(one) : values.every(one)
}

/** Whether all conditions hold: operators and keys are joined by "and", values of a key by "or". */
export const conditionsHold = (condition: Condition | undefined, context: Context): boolean =>
  Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, key, listOf(wanted), context)),
  )
