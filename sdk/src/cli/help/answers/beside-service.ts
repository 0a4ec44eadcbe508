/**
 * Commands beside a service’s data.
 * @module
 */
import type { Shape } from '../shapes.js'
import type { Answer } from './answer.js'

const TOKEN = {
  id: 'string',
  tenant: 'string',
  role: 'string',
  access: 'string',
  'name?': 'string',
  createdAt: 'string',
  'expiresAt?': 'string',
}
const { id: _id, createdAt: _createdAt, ...NEW_TOKEN } = TOKEN as Record<string, Shape>

export const BESIDE_THE_SERVICE: Record<string, Answer> = {
  serve: {
    example: 'promptpost serve --data service --models models',
    json: { url: 'string', pid: 'number' },
    note: 'one line once it listens',
  },
  'audit-log verify': {
    example: 'promptpost audit-log verify --data service --tenant lab',
    json: { tenant: 'string', entries: 'number', mark: 'string | null' },
  },
  'tenants list': {
    example: 'promptpost tenants list --data service',
    json: {
      tenants: [
        {
          tenant: 'string',
          tokens: { provider: 'number', client: 'number' },
          resources: 'number',
          bytes: 'number',
          unfinishedJobs: 'number',
        },
      ],
    },
  },
  'tenants export': {
    example: 'promptpost tenants export lab --data service --out lab-export',
    json: { tenant: 'string', directory: 'string', files: 'number', bytes: 'number' },
  },
  'tenants delete': {
    example: 'promptpost tenants delete lab --data service --yes',
    json: {
      tenant: 'string',
      cancelled: 'number',
      objects: 'number',
      dependants: { things: 'number', tenants: 'number' },
      deleted: 'boolean',
    },
    variants: {
      '--dry-run': {
        plan: {
          tenant: 'string',
          tokens: { provider: 'number', client: 'number' },
          resources: 'number',
          bytes: 'number',
          objects: 'number',
          unfinishedJobs: 'number',
          dependants: { things: 'number', tenants: 'number' },
        },
      },
    },
    note: 'Tokens of an OpenID Connect issuer are ended by the issuer: end them first.',
  },
  'tokens create': {
    example: 'promptpost tokens create --data service --tenant lab --role client > client.token',
    json: { token: 'string', ...(TOKEN as object) },
    variants: { '--dry-run': { plan: { create: NEW_TOKEN } } },
  },
  'tokens list': {
    example: 'promptpost tokens list --data service --tenant lab',
    json: { tokens: [TOKEN] },
  },
  'tokens revoke': {
    example: 'promptpost tokens revoke tok_01kbexample0000000000000 --data service --tenant lab',
    json: { revoked: 'string' },
    variants: { '--dry-run': { plan: { revoke: TOKEN } } },
  },
  'tokens rotate': {
    example: 'promptpost tokens rotate tok_01kbexample0000000000000 --data service --tenant lab --overlap 1h',
    json: { token: 'string', ...(TOKEN as object) },
    variants: { '--dry-run': { plan: { create: NEW_TOKEN, end: TOKEN } } },
  },
}
