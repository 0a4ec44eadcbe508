/**
 * Whether a service answers, at what time, what it offers, and whose token it was given.
 * @module
 */
import { NotFoundError, PermissionDeniedError } from '../../client/errors.js'
import type { PromptPost } from '../../client/index.js'
import { CliError, EXIT } from '../failure.js'
import type { Checks } from './check.js'

/** Seconds that clocks may differ: tokens of an issuer and signed addresses live for minutes. */
const MOST_SKEW = 60

/**
 * Seconds by which the service's clock is ahead, as far as the answer proves it: its date has no fractions, and may be of any
 * moment between request and answer.
 *
 * @param date in milliseconds, a whole second
 * @param asked when the request was sent, and `answered` when its answer had come, in milliseconds
 */
export const clockSkew = (date: number, asked: number, answered: number): number => {
  if (date > answered) return (date - answered) / 1000
  if (date + 1000 < asked) return (date + 1000 - asked) / 1000
  return 0
}

const checkClock = (
  date: string | null,
  asked: number,
  answered: number,
): { detail: string; value: number } => {
  const time = Date.parse(date ?? '')
  if (Number.isNaN(time))
    throw new CliError(
      EXIT.failure,
      'no-date',
      'the answer has no date',
      'A proxy on the way may have removed it.',
    )
  const skew = clockSkew(time, asked, answered)
  const said =
    skew === 0
      ? 'no difference'
      : `the service is ${Math.abs(skew).toFixed(0)} s ${skew > 0 ? 'ahead' : 'behind'}`
  if (Math.abs(skew) > MOST_SKEW)
    throw new CliError(
      EXIT.failure,
      'clock-skew',
      said,
      'Set the clock of this machine, or that of the service: tokens of an issuer and signed addresses would be refused.',
    )
  return { detail: said, value: skew }
}

/** An identifier that nothing has; the role is looked at before it is looked up. */
const NOTHING = '0'.repeat(26)

/** Asks for an estimate that only a provider may ask for, of a model that is not there: it makes nothing. */
const roleOf = async (client: PromptPost, signal: AbortSignal): Promise<'provider' | 'client'> => {
  try {
    await client.students.estimate(
      { model: `mod_${NOTHING}`, dataset: `dst_${NOTHING}`, layers: 1 },
      { signal },
    )
    return 'provider'
  } catch (error) {
    if (error instanceof NotFoundError && error.code !== 'unknown') return 'provider'
    if (error instanceof PermissionDeniedError) return 'client'
    throw error
  }
}

/** @returns whether a job may be asked for */
export const checkService = async (
  checks: Checks,
  client: PromptPost,
  signal: AbortSignal,
): Promise<boolean> => {
  const asked = Date.now()
  const health = await checks.run('health', async () => {
    const { data, response } = await client.service.health({ signal }).withResponse()
    const answered = Date.now()
    return {
      detail: `version ${data.version}, answered in ${answered - asked} ms`,
      value: { date: response.headers.get('date'), answered },
    }
  })
  if (!health) return false
  await checks.run('clock', async () => checkClock(health.date, asked, health.answered))
  await checks.run('capabilities', async () => {
    const { api_version, auth, features } = await client.service.capabilities({ signal })
    const offered = Object.entries(features).filter(([, isOffered]) => isOffered)
    const names = offered.map(([name]) => name.replaceAll('_', ' '))
    return { detail: `${api_version}; ${auth.methods.join(', ')}; ${names.join(', ')}`, value: true }
  })
  const role = await checks.run('role', async () => {
    const role = await roleOf(client, signal)
    return { detail: role, value: role }
  })
  return role !== undefined
}
