/**
 * Options out of JSON, each checked: a deployment fails here and not half way.
 * @module
 */
import { DEFAULTS, type Options } from './options.js'
import { DeploymentProblem } from './problem.js'

/** Steps that CloudWatch Logs has, in days. */
const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

const CLAIM = /^[\x21-\x7e]{1,200}$/
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const CORRECT = 'Correct it in the options file.'

type Fields = Record<string, unknown>
type Check<T> = (value: unknown, field: string) => T

const fail = (field: string, problem: string, value?: unknown): never => {
  throw new DeploymentProblem(field, problem, CORRECT, value)
}

const text =
  (pattern: RegExp, description: string): Check<string> =>
  (value, field) =>
    typeof value === 'string' && pattern.test(value) ? value : fail(field, `must be ${description}`, value)

const whole =
  (low: number, high: number): Check<number> =>
  (value, field) =>
    Number.isInteger(value) && (value as number) >= low && (value as number) <= high
      ? (value as number)
      : fail(field, `must be a whole number from ${low} to ${high}`, value)

const positive: Check<number> = (value, field) =>
  typeof value === 'number' && value > 0 && Number.isFinite(value)
    ? value
    : fail(field, 'must be a number above 0', value)

const oneOf =
  <T>(...choices: readonly T[]): Check<T> =>
  (value, field) =>
    choices.includes(value as T) ? (value as T) : fail(field, `must be one of ${choices.join(', ')}`, value)

/** An https address that OpenID discovery may start from. */
const address: Check<string> = (value, field) => {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  return url?.protocol === 'https:' && !url.search && !url.hash
    ? (value as string)
    : fail(field, 'must be an https address without ? and #', value)
}

const listOf =
  (check: Check<string>): Check<string[]> =>
  (value, field) =>
    Array.isArray(value) && value.length > 0
      ? value.map((item, index) => check(item, `${field}[${index}]`))
      : fail(field, 'must be a list with at least one entry', value)

/** An object with these fields and no others; fields that are absent come from `defaults`, or are left out. */
const shape =
  <T extends object>(checks: { [Name in keyof Required<T>]: Check<unknown> }, defaults?: T): Check<T> =>
  (value, field) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return fail(field, 'must be an object', value)
    const path = (name: string): string => (field === '' ? name : `${field}.${name}`)
    const given = value as Fields
    const known = Object.keys(checks)
    for (const name of Object.keys(given))
      if (!known.includes(name)) fail(path(name), `is not an option; there are ${known.join(', ')}`)
    const entries = known.flatMap(name => {
      const check = checks[name as keyof T]
      if (given[name] !== undefined) return [[name, check(given[name], path(name))]]
      const fallback = (defaults as Fields | undefined)?.[name]
      return fallback === undefined ? [] : [[name, fallback]]
    })
    return Object.fromEntries(entries) as T
  }

/** Fields that only make sense together. */
const complete =
  <T extends object>(check: Check<T>, ...names: (keyof T & string)[]): Check<T> =>
  (value, field) => {
    const found = check(value, field)
    for (const name of names) if (found[name] === undefined) fail(`${field}.${name}`, 'is missing')
    return found
  }

const checkShape = shape<Options>(
  {
    name: text(
      /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/,
      'a name of 2 to 32 lower-case letters, digits and dashes, that starts with a letter',
    ),
    oidc: complete(
      shape<NonNullable<Options['oidc']>>({
        issuer: address,
        audience: text(/^[\x21-\x7e]{1,200}$/, 'the audience of the tokens, without spaces'),
        tenantClaim: text(CLAIM, 'the name of a claim'),
        roleClaim: text(CLAIM, 'the name of a claim'),
      }),
      'issuer',
      'audience',
    ),
    price: complete(
      shape<{ perHour: number; currency: string }>({
        perHour: positive,
        currency: text(/^[A-Z]{3}$/, 'three capital letters, as USD'),
      }),
      'perHour',
      'currency',
    ),
    retention: text(/^[1-9]\d{0,4}[hd]$/, 'a number of hours or days, as 36h or 30d'),
    network: oneOf('endpoints', 'nat'),
    encryption: oneOf('s3', 'kms'),
    removeData: oneOf(true, false),
    keepDeletedDays: whole(1, 365),
    logDays: oneOf(...LOG_DAYS),
    requests: shape({ perSecond: whole(1, 10_000), burst: whole(1, 5_000) }, DEFAULTS.requests),
    gpu: shape(
      {
        instanceTypes: listOf(
          text(/^(g5|g6|g6e|gr6)\.\d*xlarge$/, 'a type of the families g5, g6, g6e or gr6, as g6.2xlarge'),
        ),
        maxVcpus: whole(4, 10_000),
        jobVcpus: whole(1, 192),
        jobMemoryMiB: whole(4_096, 1_500_000),
        jobHours: whole(1, 720),
      },
      DEFAULTS.gpu,
    ),
    alarmEmail: text(EMAIL, 'an e-mail address'),
    monthlyBudget: positive,
  },
  DEFAULTS,
)

/**
 * @param value parsed JSON
 * @throws DeploymentProblem naming the option
 */
export const readOptions = (value: unknown): Options => {
  const options = checkShape(value, '')
  if (options.gpu.jobVcpus > options.gpu.maxVcpus)
    fail('gpu.jobVcpus', `must not exceed gpu.maxVcpus, ${options.gpu.maxVcpus}`, options.gpu.jobVcpus)
  if (options.monthlyBudget !== undefined && options.alarmEmail === undefined)
    fail('alarmEmail', 'is missing beside monthlyBudget, whose notices go there')
  return options
}
