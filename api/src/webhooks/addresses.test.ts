/**
 * Which addresses are public, and that what is resolved is what is connected to.
 * @module
 */
import type { LookupAddress } from 'node:dns'
import { describe, expect, it } from 'vitest'
import { guardedLookup, isPublicAddress, RefusedAddress, readTarget } from './addresses.js'

describe('addresses', () => {
  it.each([
    ...['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '100.63.255.255', '100.128.0.0', '169.253.0.1'],
    ...['2606:4700::1111', '2a00:1450:4001::1'],
  ])('%s is public', address => expect(isPublicAddress(address)).toBe(true))

  it.each([
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.255', '169.254.169.254'],
    ...[
      '172.16.0.1',
      '172.31.255.255',
      '192.0.0.192',
      '192.0.2.1',
      '192.168.1.1',
      '198.18.0.1',
      '198.51.100.1',
    ],
    ...['203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '168.63.129.16'],
    ...['::', '::1', '::7f00:1', '::ffff:8.8.8.8', '::ffff:7f00:1', '64:ff9b::808:808', '64:ff9b:1::1'],
    ...[
      '100::1',
      '2001::1',
      '2001:db8::1',
      '2002:808:808::',
      'fc00::1',
      'fd00:ec2::254',
      'fe80::1',
      'fec0::1',
    ],
    ...['ff02::1', '4000::1', 'fe80::1%eth0', '', 'example.com', '08.8.8.8.8'],
  ])('%s is not', address => expect(isPublicAddress(address)).toBe(false))

  it('lets plain http go to this machine and private addresses be called when told so', () => {
    const read = (url: string) => 'url' in readTarget(url, { toPrivate: true })
    expect(
      ['http://127.0.0.1:1/', 'http://localhost/', 'http://[::1]/', 'https://10.0.0.1/'].map(read),
    ).toEqual(Array(4).fill(true))
    expect(['http://10.0.0.1/', 'http://example.com/', 'ftp://127.0.0.1/'].map(read)).toEqual(
      Array(3).fill(false),
    )
  })
})

describe('a guarded lookup', () => {
  /** A name server that says something else every time, as one that is used for rebinding does. */
  const changing = (...answers: string[][]) => {
    const family = (address: string) => (address.includes(':') ? 6 : 4)
    return (_host: string, _options: object, done: (error: null, addresses: LookupAddress[]) => void): void =>
      done(
        null,
        (answers.shift() ?? []).map(address => ({ address, family: family(address) })),
      )
  }

  const looked = (resolve: ReturnType<typeof changing>, options = { all: true }): Promise<unknown> =>
    new Promise(settle =>
      guardedLookup(new URL('https://example.com'), { toPrivate: false }, resolve)(
        'example.com',
        options,
        (error, address) => settle(error ?? address),
      ),
    )

  it('refuses a name that leads to a private address, also beside a public one, and one that leads nowhere', async () => {
    for (const answer of [['127.0.0.1'], ['93.184.215.14', '169.254.169.254'], ['::ffff:10.0.0.1'], []])
      expect(await looked(changing(answer))).toBeInstanceOf(RefusedAddress)
  })

  it('looks each time anew, so that a name may not turn to a private address', async () => {
    const resolve = changing(['93.184.215.14'], ['127.0.0.1'])
    expect(await looked(resolve)).toEqual([{ address: '93.184.215.14', family: 4 }])
    expect(await looked(resolve)).toBeInstanceOf(RefusedAddress)
  })

  it('gives one address where one is asked for', async () => {
    expect(await looked(changing(['8.8.8.8', '8.8.4.4']), { all: false })).toBe('8.8.8.8')
  })
})
