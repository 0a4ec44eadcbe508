/**
 * Where webhooks may go: https to public addresses. What a name resolves to is checked when the connection is opened, and that
 * very address is connected to, so a name that changes in between leads nowhere else.
 * @module
 */
import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Public, but answered by the host it runs on: Azure's own services. */
const HOST_SERVICES = new Set(['168.63.129.16'])

/**
 * Whether anyone on the internet could reach the address. Everything that carries an IPv4 address in an IPv6 one (mapped, NAT64,
 * 6to4, Teredo) is refused, whatever it carries.
 */
export const isPublicAddress = (text: string): boolean => {
  if (!ipaddr.isValid(text) || HOST_SERVICES.has(text)) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  // Of IPv6 only 2000::/3 is given out; the rest is unassigned, or old ways to write IPv4.
  return address.kind() === 'ipv4' || ((address as ipaddr.IPv6).parts[0] as number) >> 13 === 1
}

const isLoopback = (text: string): boolean =>
  ipaddr.isValid(text) && ipaddr.process(text).range() === 'loopback'

/** Thrown instead of connecting. */
export class RefusedAddress extends Error {
  constructor() {
    super('the address is not public')
    this.name = 'RefusedAddress'
  }
}

export type Reach = {
  /** Lets webhooks into private networks, and over plain http to this machine. */
  toPrivate: boolean
}

const mayConnect = (address: string, { protocol }: URL, { toPrivate }: Reach): boolean =>
  protocol === 'https:' ? toPrivate || isPublicAddress(address) : toPrivate && isLoopback(address)

/** The host without an IPv6 address's brackets. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1')

/**
 * The address of a webhook, or what is wrong with it. A URL's host is read as browsers read it, so 0x7f.1 and 2130706433 are
 * 127.0.0.1 here.
 */
export const readTarget = (text: string, reach: Reach): { url: URL } | { problem: string } => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['https:', 'http:'].includes(url.protocol)) return { problem: 'It must be an https address.' }
  if (url.protocol === 'http:' && !reach.toPrivate) return { problem: 'It must be https.' }
  if (url.username || url.password || url.hash)
    return { problem: 'It must have neither a user name, nor a password, nor a fragment.' }
  const host = hostOf(url)
  const isName = isIP(host) === 0
  if (url.protocol === 'http:' && !(isName ? host === 'localhost' : isLoopback(host)))
    return { problem: 'Plain http is for this machine only.' }
  if (!isName && !mayConnect(host, url, reach)) return { problem: 'Its address is not public.' }
  return { url }
}

type Resolve = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * For `net.connect`: resolves a name and refuses all of it when any address is one that may not be connected to.
 *
 * @param resolve instead of the system's resolver
 */
export const guardedLookup =
  (url: URL, reach: Reach, resolve: Resolve = lookup): LookupFunction =>
  (host, options, done) =>
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '')
      const [first] = addresses
      if (!first || !addresses.every(({ address }) => mayConnect(address, url, reach)))
        return done(new RefusedAddress(), '')
      if (options.all) done(null, addresses)
      else done(null, first.address, first.family)
    })
