/** Every statement that lets a role of the stack do something, one by one. */
import { describe, expect, it } from 'vitest'
import { collectPolicies } from '../policy/collect.js'
import type { Statement } from '../policy/evaluate.js'
import { ACCOUNT, REGION } from '../policy/resolve.js'
import type { TemplateJson } from '../synthesise.js'

const list = (value: string | string[] | undefined): string[] => [value ?? []].flat()

export const statementChecks = (template: TemplateJson, templateWithKey: TemplateJson): void => {
  const policies = collectPolicies(template)
  const bucket = policies.only('AWS::S3::Bucket')
  /** Short, so that a reviewer reads it: no account, no region, no digests of CDK. */
  const brief = (arn: string): string =>
    arn
      .replace(bucket, 'BUCKET')
      .replaceAll(ACCOUNT, '')
      .replaceAll(REGION, '')
      .replace(/([A-Za-z])[0-9A-F]{8}(?=$|:)/, '$1')

  const told = ({ Effect, Action, Resource, Condition }: Statement): string =>
    [
      `${Effect} ${list(Action).sort().join(' ')}`,
      ...list(Resource)
        .map(brief)
        .sort()
        .map(resource => `    ${resource}`),
      ...(Condition ? [`    if ${brief(JSON.stringify(Condition))}`] : []),
    ].join('\n')

  const ROLES = Object.keys(policies.roles).sort()
  const all = ROLES.flatMap(role =>
    (policies.roles[role] as Statement[]).map(statement => ({ role, statement })),
  )

  it('are these, and no others', async () => {
    const text = ROLES.map(role => {
      const statements = (policies.roles[role] as Statement[]).map(told).sort()
      return [`## ${brief(role).split('/')[1]}`, ...statements].join('\n')
    }).join('\n\n')
    await expect(`${text}\n`).toMatchFileSnapshot('../snapshots/statements.snap')
  })

  describe('no statement', () => {
    it('lets more than it names', () => {
      for (const { statement } of all) {
        expect(statement.NotAction ?? statement.NotResource).toBeUndefined()
        expect(statement.Effect).toBe('Allow')
        for (const action of list(statement.Action)) expect(action).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z]+$/)
      }
    })

    /** Actions that take no resource, by the service authorization reference. */
    const WITHOUT_RESOURCE = [
      'batch:DescribeJobs',
      'batch:ListJobs',
      'ecr:GetAuthorizationToken',
      'ecs:DiscoverPollEndpoint',
    ]
    it('is on everything, where there is anything narrower', () => {
      const broad = all.flatMap(({ statement }) =>
        list(statement.Resource).includes('*') ? list(statement.Action) : [],
      )
      expect([...new Set(broad)].sort()).toEqual(WITHOUT_RESOURCE)
    })

    it('is on the whole bucket, or on objects outside the known places', () => {
      const resources = all.flatMap(({ statement }) => list(statement.Resource))
      const objects = resources.filter(resource => resource.startsWith(`${bucket}/`))
      expect(objects.length).toBeGreaterThan(20)
      for (const object of objects)
        expect(object.slice(bucket.length + 1)).toMatch(
          /^((tenants|catalogue|queue|ended|deliveries|rates|tokens|weights)\/|service\/webhook-key$)/,
        )
    })

    it('lists without a prefix', () => {
      const listing = all.filter(({ statement }) => list(statement.Action).includes('s3:ListBucket'))
      expect(listing.length).toBeGreaterThan(4)
      for (const { statement } of listing) {
        const { StringLike, StringEquals } = statement.Condition as Record<string, Record<string, string[]>>
        const prefixes = list((StringLike ?? StringEquals)?.['s3:prefix'])
        expect(prefixes.length).toBeGreaterThan(0)
        // Two slashes at least: a tenant is always named. Names of all are asked for with a delimiter.
        for (const prefix of prefixes)
          if (prefix.startsWith('tenants') && !StringEquals)
            expect(prefix).toMatch(/^tenants\/\*\/.*\*|^tenants\/\*\/.*\/texts\.jsonl$/)
        if (StringEquals) expect(StringEquals).toEqual({ 's3:prefix': 'tenants/', 's3:delimiter': '/' })
      }
    })

    it('passes a role, or changes rights', () => {
      const actions = all.flatMap(({ statement }) => list(statement.Action))
      expect(actions.filter(action => /^(iam|sts|kms):/.test(action))).toEqual([])
      expect(actions.filter(action => /Policy|Acl|Version|Lifecycle/.test(action))).toEqual([])
    })
  })

  it('with a key of its own, roles use it through S3 alone', () => {
    const withKey = collectPolicies(templateWithKey)
    const using = Object.entries(withKey.roles).flatMap(([role, statements]) =>
      statements
        .filter(({ Action }) => list(Action).some(action => action.startsWith('kms:')))
        .map(statement => ({ role: brief(role).split('/')[1], statement })),
    )
    expect(using.map(({ role }) => role).sort()).toEqual(
      ['ApiRole', 'BatchEventsRole', 'ReconcilerRole', 'WorkerRole'].sort(),
    )
    for (const { statement } of using)
      expect(statement).toEqual({
        Sid: 'UseKey',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: withKey.only('AWS::KMS::Key'),
        Condition: { StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } },
      })
  })
}
