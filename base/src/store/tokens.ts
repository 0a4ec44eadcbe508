/**
 * Bearer tokens: 256 random bits shown once, kept only as their SHA-256, with what they may do and how long.
 *
 *     tokens/SHA256.json               what the token stands for; without it there is no token
 *     tenants/TENANT/tokens/ID/…       that there is one: for lists
 * @module
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { PromptPostError } from '../errors.js'
import { sha256 } from '../files.js'
import { newIdentifier } from './identifier.js'
import { createJson, readJson, updateJson } from './json.js'
import { keyOf, TENANT } from './keys.js'
import type { ObjectStore } from './object-store.js'

/** A provider owns models and issues students; a client brings prompts and predicts. */
export type Role = 'provider' | 'client'

/** All of the role's operations, or only those that change nothing. */
export type Access = 'full' | 'read'

/** Who a request comes from: the only source of a tenant's name. */
export type Credential = { tenant: string; role: Role; access: Access; token: string }

export type TokenSettings = {
  tenant: string
  role: Role
  access?: Access | undefined
  /** For people, such as what uses it. */
  name?: string | undefined
  expiresAt?: Date | undefined
}

/** What is told of a token, never the token. */
export type TokenFacts = {
  id: string
  tenant: string
  role: Role
  access: Access
  name?: string
  createdAt: string
  expiresAt?: string
}

type TokenRecord = TokenFacts & { sha256: string }
type IndexEntry = { sha256: string }

const TOKEN = /^pp_[A-Za-z0-9_-]{43}$/
const IDENTIFIER = /^tok_[0-9a-z]{26}$/

const secretKey = (digest: string): string => keyOf({ shared: 'tokens', id: digest })
const indexKey = (tenant: string, id: string): string => keyOf({ tenant, collection: 'tokens', id })

const requireOf = (isRight: boolean, field: string, value: unknown, message: string, next?: string): void => {
  if (!isRight)
    throw new PromptPostError('invalid-argument', message, {
      field,
      value,
      ...(next === undefined ? {} : { next }),
    })
}

const requireTenant = (tenant: string): void =>
  requireOf(
    TENANT.test(tenant),
    'tenant',
    tenant,
    'is not a valid tenant name',
    'Use lower-case letters, digits and dashes, at most 63.',
  )

/**
 * What a token made now would be, but for its secret and its identifier.
 *
 * @throws PromptPostError 'invalid-argument' for settings of which none is made
 */
export const planToken = ({
  tenant,
  role,
  access = 'full',
  name,
  expiresAt,
}: TokenSettings): Omit<TokenFacts, 'id'> => {
  requireTenant(tenant)
  requireOf(role === 'provider' || role === 'client', 'role', role, 'must be provider or client')
  requireOf(access === 'full' || access === 'read', 'access', access, 'must be full or read')
  requireOf(
    name === undefined || /^[ -~]{1,100}$/.test(name),
    'name',
    name,
    'must be 1 to 100 printable ASCII characters',
  )
  requireOf(
    expiresAt === undefined || expiresAt.getTime() > Date.now(),
    'expiresAt',
    expiresAt,
    'must be a time to come',
  )
  return {
    tenant,
    role,
    access,
    ...(name === undefined ? {} : { name }),
    createdAt: new Date().toISOString(),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
  }
}

/**
 * Makes a token for a tenant.
 *
 * @returns the token itself, which is not stored and cannot be shown again, and what is told of it
 */
export const createToken = async (
  store: ObjectStore,
  settings: TokenSettings,
): Promise<{ token: string; facts: TokenFacts }> => {
  const facts: TokenFacts = { id: newIdentifier('tok'), ...planToken(settings) }
  const token = `pp_${randomBytes(32).toString('base64url')}`
  const digest = sha256(token)
  // The list first: a token that no list shows could never be revoked.
  await createJson(store, indexKey(facts.tenant, facts.id), { sha256: digest } satisfies IndexEntry)
  await createJson(store, secretKey(digest), { ...facts, sha256: digest } satisfies TokenRecord)
  return { token, facts }
}

/** The credential a token stands for, or undefined once it has expired or was revoked. The hash is compared in constant time. */
export const verifyToken = async (store: ObjectStore, token: string): Promise<Credential | undefined> => {
  if (!TOKEN.test(token)) return undefined
  const digest = sha256(token)
  const found = await readJson<TokenRecord>(store, secretKey(digest))
  if (!found || !timingSafeEqual(Buffer.from(found.value.sha256), Buffer.from(digest))) return undefined
  const { tenant, role, access = 'full', id, expiresAt } = found.value
  if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.now()) return undefined
  return { tenant, role, access, token: id }
}

const factsOf = ({ sha256: _sha256, ...facts }: TokenRecord): TokenFacts => facts

/** The tokens of a tenant that were not revoked, oldest first, expired ones included. */
export const listTokens = async (store: ObjectStore, tenant: string): Promise<TokenFacts[]> => {
  requireTenant(tenant)
  const found: TokenFacts[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page = await store.list(`${keyOf({ tenant, collection: 'tokens' })}/`, { cursor })
    for (const { key } of page.objects) {
      const entry = await readJson<IndexEntry>(store, key)
      const record = entry && (await readJson<TokenRecord>(store, secretKey(entry.value.sha256)))
      if (record) found.push(factsOf(record.value))
    }
    cursor = page.cursor
  }
  return found
}

const digestOf = async (store: ObjectStore, tenant: string, id: string): Promise<string> => {
  requireTenant(tenant)
  const entry = IDENTIFIER.test(id) ? await readJson<IndexEntry>(store, indexKey(tenant, id)) : undefined
  if (!entry)
    throw new PromptPostError('not-found', 'has no such token', {
      field: 'tenant',
      value: tenant,
      next: 'See: promptpost tokens list --tenant TENANT',
    })
  return entry.value.sha256
}

/** Ends a token at once. Ending it again changes nothing. */
export const revokeToken = async (store: ObjectStore, tenant: string, id: string): Promise<void> => {
  const digest = await digestOf(store, tenant, id)
  await store.delete(secretKey(digest))
  await store.delete(indexKey(tenant, id))
}

/** @throws PromptPostError 'not-found' when there is none, or it was revoked */
export const findToken = async (store: ObjectStore, tenant: string, id: string): Promise<TokenFacts> => {
  const found = await readJson<TokenRecord>(store, secretKey(await digestOf(store, tenant, id)))
  if (found) return factsOf(found.value)
  throw new PromptPostError('not-found', 'was revoked', {
    field: 'token',
    value: id,
    next: 'Create a new one.',
  })
}

/** When a token ends that is given so many milliseconds more: never later than it would by itself. */
export const endAfter = ({ expiresAt }: TokenFacts, overlap: number): string => {
  const end = new Date(Date.now() + overlap).toISOString()
  return expiresAt !== undefined && expiresAt < end ? expiresAt : end
}

/**
 * A new token in the place of one, which holds for `overlap` milliseconds more so that its users can change over.
 *
 * @param expiresAt of the new token; none when absent
 */
export const rotateToken = async (
  store: ObjectStore,
  tenant: string,
  id: string,
  { overlap, expiresAt }: { overlap: number; expiresAt?: Date | undefined },
): Promise<{ token: string; facts: TokenFacts }> => {
  const { role, access, name } = await findToken(store, tenant, id)
  const made = await createToken(store, { tenant, role, access, name, expiresAt })
  await updateJson<TokenRecord>(store, secretKey(await digestOf(store, tenant, id)), record => ({
    ...record,
    expiresAt: endAfter(record, overlap),
  }))
  return made
}
