import { describe, expect, it } from 'vitest'
import { DEFAULTS } from './options.js'
import { readOptions } from './read.js'

describe('options', () => {
  it('have defaults for all', () => {
    expect(readOptions({})).toEqual(DEFAULTS)
    expect(readOptions({ gpu: { maxVcpus: 64 } }).gpu).toEqual({ ...DEFAULTS.gpu, maxVcpus: 64 })
  })

  it('are taken as they are', () => {
    const given = {
      name: 'staging',
      oidc: { issuer: 'https://issuer.example/realm', audience: 'promptpost' },
      price: { perHour: 1.2, currency: 'EUR' },
      retention: '30d',
      network: 'nat' as const,
      encryption: 'kms' as const,
      removeData: true,
      keepDeletedDays: 7,
      logDays: 90,
      requests: { perSecond: 5, burst: 6 },
      gpu: {
        instanceTypes: ['g6e.xlarge'],
        maxVcpus: 4,
        jobVcpus: 4,
        jobMemoryMiB: 15_000,
        jobHours: 2,
      },
      alarmEmail: 'someone@example.org',
      monthlyBudget: 250,
    }
    expect(readOptions(given)).toEqual(given)
  })

  it.each([
    [[], 'must be an object'],
    [{ nme: 'x' }, 'nme: is not an option; there are name, oidc'],
    [{ name: 'Prod' }, 'name: must be a name of 2 to 32 lower-case letters'],
    [{ oidc: { issuer: 'https://issuer.example' } }, 'oidc.audience: is missing'],
    [{ oidc: { issuer: 'http://issuer.example', audience: 'a' } }, 'oidc.issuer: must be an https address'],
    [{ price: { perHour: 0, currency: 'USD' } }, 'price.perHour: must be a number above 0, not 0'],
    [{ price: { perHour: 1, currency: 'usd' } }, 'price.currency: must be three capital letters'],
    [{ retention: '30' }, 'retention: must be a number of hours or days'],
    [{ network: 'public' }, 'network: must be one of endpoints, nat, not "public"'],
    [{ removeData: 'yes' }, 'removeData: must be one of true, false'],
    [{ logDays: 31 }, 'logDays: must be one of 1, 3, 5'],
    [{ requests: { perSecond: 0 } }, 'requests.perSecond: must be a whole number from 1 to 10000, not 0'],
    [{ gpu: { instanceTypes: [] } }, 'gpu.instanceTypes: must be a list with at least one entry'],
    [{ gpu: { instanceTypes: ['g6.2xlarge', 'm7i.large'] } }, 'gpu.instanceTypes[1]: must be a type of'],
    [{ gpu: { maxVcpus: 4 } }, 'gpu.jobVcpus: must not exceed gpu.maxVcpus, 4, not 8'],
    [{ monthlyBudget: 100 }, 'alarmEmail: is missing beside monthlyBudget'],
    [{ alarmEmail: 'me' }, 'alarmEmail: must be an e-mail address, not "me"'],
  ])('%j is refused', (value, message) => {
    expect(() => readOptions(value)).toThrow(message)
    expect(() => readOptions(value)).toThrow('Correct it in the options file.')
  })
})
