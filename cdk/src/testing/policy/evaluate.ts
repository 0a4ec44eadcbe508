/**
 * What IAM answers to a request of a role on a resource of the same account: a denial anywhere wins, else it needs a permission in
 * the role's policies or in the resource's.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @module
 */
import { type Condition, type Context, conditionsHold, matchesPattern } from './conditions.js'

export type Statement = {
  Sid?: string
  Effect: string
  Action?: string | string[]
  NotAction?: string | string[]
  Resource?: string | string[]
  NotResource?: string | string[]
  Principal?: unknown
  Condition?: Condition
}

export type Request = {
  /** ARN of the role that asks. */
  principal: string
  action: string
  resource: string
  context?: Context
}

export type Policies = {
  /** Statements of roles, by the role's ARN. */
  roles: Readonly<Record<string, readonly Statement[]>>
  /** Statements of resources, by the resource's ARN. */
  resources: Readonly<Record<string, readonly Statement[]>>
}

export type Decision = 'allowed' | 'denied'

const listOf = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

const isAction = (patterns: string | string[], action: string): boolean =>
  listOf(patterns).some(pattern => matchesPattern(pattern.toLowerCase(), action.toLowerCase()))

const isResource = (patterns: string | string[], resource: string): boolean =>
  listOf(patterns).some(pattern => matchesPattern(pattern, resource))

/** Whether a resource's statement is about this role. The account as a whole delegates to its roles' own policies. */
const namesPrincipal = (principal: unknown, role: string): boolean => {
  if (principal === '*') return true
  if (typeof principal !== 'object' || principal === null) throw new Error(`no principal: ${principal}`)
  return Object.entries(principal).some(([kind, names]) => {
    if (kind === 'Service') return false
    if (kind !== 'AWS') throw new Error(`principals of kind ${kind} are not known`)
    return listOf(names as string | string[]).some(name => name === '*' || name === role)
  })
}

const matches = (statement: Statement, { action, resource, principal, context = {} }: Request): boolean => {
  const { Action, NotAction, Resource, NotResource, Condition: condition } = statement
  if (Action === undefined && NotAction === undefined) throw new Error('a statement without an action')
  if (Action !== undefined ? !isAction(Action, action) : isAction(NotAction ?? [], action)) return false
  if (Resource !== undefined && !isResource(Resource, resource)) return false
  if (NotResource !== undefined && isResource(NotResource, resource)) return false
  return conditionsHold(condition, { 'aws:PrincipalArn': principal, ...context })
}

/** The policy that a resource stands under: its own, or that of the bucket that an object is in. */
const policyOf = ({ resources }: Policies, resource: string): readonly Statement[] =>
  resources[resource] ?? resources[resource.split('/')[0] as string] ?? []

/** @throws Error for a role that is not there, or for what is not known here */
export const evaluate = (policies: Policies, request: Request): Decision => {
  const own = policies.roles[request.principal]
  if (!own) throw new Error(`no role ${request.principal}`)
  const onResource = policyOf(policies, request.resource).filter(({ Principal }) =>
    namesPrincipal(Principal, request.principal),
  )
  const applying = [...own, ...onResource].filter(statement => matches(statement, request))
  for (const { Effect } of applying)
    if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`no effect: ${Effect}`)
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'denied'
  return applying.length > 0 ? 'allowed' : 'denied'
}
