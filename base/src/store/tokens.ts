/**
 * Bearer tokens: 256 random bits shown once, kept only as their SHA-256.
 * @module
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { PromptPostError } from '../errors.js'
import { sha256 } from '../files.js'
import { createJson, readJson } from './json.js'
import { keyOf, TENANT } from './keys.js'
import type { ObjectStore } from './object-store.js'

/** A provider owns models and issues students; a client brings prompts and predicts. */
export type Role = 'provider' | 'client'

/** Who a request comes from: the only source of a tenant's name. */
export type Credential = { tenant: string; role: Role }

type TokenRecord = Credential & { sha256: string; createdAt: string }

const TOKEN = /^pp_[A-Za-z0-9_-]{43}$/

/**
 * Makes a token for a tenant.
 *
 * @returns the token itself: it is not stored and cannot be shown again
 */
export const createToken = async (store: ObjectStore, credential: Credential): Promise<string> => {
  const { tenant, role } = credential
  if (!TENANT.test(tenant))
    throw new PromptPostError('invalid-argument', 'is not a valid tenant name', {
      field: 'tenant',
      value: tenant,
      next: 'Use lower-case letters, digits and dashes, at most 63.',
    })
  if (role !== 'provider' && role !== 'client')
    throw new PromptPostError('invalid-argument', 'must be provider or client', {
      field: 'role',
      value: role,
    })
  const token = `pp_${randomBytes(32).toString('base64url')}`
  const digest = sha256(token)
  const record: TokenRecord = { tenant, role, sha256: digest, createdAt: new Date().toISOString() }
  await createJson(store, keyOf({ shared: 'tokens', id: digest }), record)
  return token
}

/** The credential a token stands for, or undefined. The stored hash is compared in constant time. */
export const verifyToken = async (store: ObjectStore, token: string): Promise<Credential | undefined> => {
  if (!TOKEN.test(token)) return undefined
  const digest = sha256(token)
  const found = await readJson<TokenRecord>(store, keyOf({ shared: 'tokens', id: digest }))
  if (!found || !timingSafeEqual(Buffer.from(found.value.sha256), Buffer.from(digest))) return undefined
  return { tenant: found.value.tenant, role: found.value.role }
}
