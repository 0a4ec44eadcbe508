/** What each role may do in the deployed stack: calls that must be allowed and calls that must be denied, judged over the template. */
import { describe, expect, it } from 'vitest'
import { SHARED_PLACES } from '../../data/places.js'
import { collectPolicies } from '../policy/collect.js'
import type { Context } from '../policy/conditions.js'
import { type Decision, evaluate } from '../policy/evaluate.js'
import { ACCOUNT, REGION } from '../policy/resolve.js'
import type { TemplateJson } from '../synthesise.js'

const ROLES = {
  api: 'ApiRole',
  events: 'BatchEventsRole',
  reconciler: 'ReconcilerRole',
  worker: 'WorkerRole',
  machine: 'MachineRole',
  schedule: 'ScheduleRole',
  execution: 'ContainerExecutionRole',
} as const
type Role = keyof typeof ROLES

const TLS: Context = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' }

/** Calls of S3 as the code makes them: action, and what the request brings. */
const CALLS = {
  get: ['s3:GetObject', {}],
  create: ['s3:PutObject', { 's3:ObjectCreationOperation': 'true', 's3:if-none-match': '*' }],
  replace: ['s3:PutObject', { 's3:ObjectCreationOperation': 'true', 's3:if-match': 'tag' }],
  overwrite: ['s3:PutObject', { 's3:ObjectCreationOperation': 'true' }],
  part: ['s3:PutObject', { 's3:ObjectCreationOperation': 'false' }],
  abort: ['s3:AbortMultipartUpload', {}],
  delete: ['s3:DeleteObject', {}],
  'delete for good': ['s3:DeleteObjectVersion', {}],
  'get earlier': ['s3:GetObjectVersion', {}],
} as const satisfies Record<string, readonly [string, Context]>
type Call = keyof typeof CALLS

const OBJECTS: readonly (readonly [Role, Call, string, Decision])[] = [
  // The api serves every tenant.
  ['api', 'get', 'tenants/acme/models/mod_1/record.json', 'allowed'],
  ['api', 'create', 'tenants/acme/models/mod_1/record.json', 'allowed'],
  ['api', 'replace', 'tenants/acme/models/mod_1/record.json', 'allowed'],
  ['api', 'overwrite', 'tenants/acme/models/mod_1/record.json', 'denied'],
  ['api', 'delete', 'tenants/acme/models/mod_1/record.json', 'allowed'],
  ['api', 'delete for good', 'tenants/acme/models/mod_1/record.json', 'denied'],
  ['api', 'get earlier', 'tenants/acme/models/mod_1/record.json', 'denied'],
  ['api', 'overwrite', 'tenants/acme/datasets/ds_1/texts.jsonl', 'allowed'],
  ['api', 'part', 'tenants/acme/datasets/ds_1/texts.jsonl', 'allowed'],
  ['api', 'abort', 'tenants/acme/datasets/ds_1/texts.jsonl', 'allowed'],
  ['api', 'overwrite', 'tenants/acme/uploads/upl_1/part-1', 'allowed'],
  ['api', 'overwrite', 'tenants/acme/jobs/job_1/input/texts.jsonl', 'allowed'],
  ['api', 'create', 'tenants/acme/jobs/job_1/events/0000000001.json', 'allowed'],
  ['api', 'overwrite', 'tenants/acme/jobs/job_1/events/0000000001.json', 'denied'],
  ['api', 'overwrite', 'tenants/acme/allowance/book/record.json', 'denied'],
  ['api', 'overwrite', 'tenants/acme/audit/0000000001.json', 'denied'],
  ['api', 'create', 'catalogue/models/mod_1.json', 'allowed'],
  ['api', 'overwrite', 'catalogue/models/mod_1.json', 'denied'],
  ['api', 'create', 'queue/job_1.json', 'allowed'],
  ['api', 'overwrite', 'queue/job_1.json', 'denied'],
  ['api', 'part', 'queue/job_1.json', 'allowed'],
  ['api', 'get', 'queue/job_1.json', 'allowed'],
  ['api', 'get', 'ended/job_1.json', 'allowed'],
  ['api', 'get', 'deliveries/1.wh_1.msg_1.json', 'allowed'],
  ['api', 'get', 'catalogue/models/mod_1.json', 'allowed'],
  // Tokens are made by the operator: nobody who can be reached from outside makes one.
  ['api', 'get', 'tokens/00ff.json', 'allowed'],
  ['api', 'create', 'tokens/00ff.json', 'denied'],
  ['api', 'delete', 'tokens/00ff.json', 'denied'],
  ['api', 'get', 'weights/gpt2/model.safetensors', 'allowed'],
  ['api', 'create', 'weights/gpt2/model.safetensors', 'denied'],
  ['api', 'get', 'rates/distil.json', 'allowed'],
  ['api', 'replace', 'rates/distil.json', 'denied'],
  ['api', 'create', 'tenants/acme/jobs/job_1/batch.json', 'allowed'],
  ['api', 'overwrite', 'tenants/acme/jobs/job_1/batch.json', 'denied'],
  ['api', 'create', 'service/webhook-key', 'allowed'],
  ['api', 'overwrite', 'service/webhook-key', 'denied'],
  ['api', 'delete', 'service/webhook-key', 'denied'],
  ['api', 'get', 'service/other', 'denied'],
  ['api', 'get', 'elsewhere/x', 'denied'],
  // Ends of jobs are followed up, and nothing else is touched.
  ['events', 'replace', 'tenants/acme/jobs/job_1/record.json', 'allowed'],
  ['events', 'overwrite', 'tenants/acme/jobs/job_1/record.json', 'denied'],
  ['events', 'create', 'tenants/acme/usage/2026-01-31/x.distil', 'allowed'],
  ['events', 'create', 'deliveries/1.wh_1.msg_1.json', 'allowed'],
  ['events', 'delete', 'queue/job_1.json', 'allowed'],
  ['events', 'get', 'queue/job_1.json', 'allowed'],
  ['events', 'get', 'ended/job_1.json', 'allowed'],
  ['events', 'create', 'rates/distil.json', 'allowed'],
  ['events', 'get', 'tenants/acme/webhooks/wh_1/record.json', 'allowed'],
  ['events', 'get', 'tenants/acme/prompts/pro_1/prompt.safetensors', 'denied'],
  ['events', 'get', 'tenants/acme/datasets/ds_1/texts.jsonl', 'denied'],
  ['events', 'delete', 'tenants/acme/models/mod_1/record.json', 'denied'],
  ['events', 'get', 'tokens/00ff.json', 'denied'],
  ['events', 'get', 'weights/gpt2/model.safetensors', 'denied'],
  ['events', 'get', 'catalogue/models/mod_1.json', 'denied'],
  ['events', 'create', 'service/webhook-key', 'allowed'],
  ['worker', 'get', 'service/webhook-key', 'denied'],
  ['reconciler', 'create', 'service/webhook-key', 'allowed'],
  // What time brings about.
  ['reconciler', 'delete', 'tenants/acme/predictions/prd_1/record.json', 'allowed'],
  ['reconciler', 'replace', 'rates/distil.json', 'allowed'],
  ['reconciler', 'overwrite', 'rates/distil.json', 'denied'],
  ['reconciler', 'create', 'catalogue/models/mod_1.json', 'denied'],
  ['reconciler', 'get', 'catalogue/models/mod_1.json', 'allowed'],
  ['reconciler', 'get', 'queue/job_1.json', 'allowed'],
  ['reconciler', 'get', 'ended/job_1.json', 'allowed'],
  ['reconciler', 'create', 'deliveries/1.wh_1.msg_1.json', 'allowed'],
  ['reconciler', 'get', 'tokens/00ff.json', 'denied'],
  ['reconciler', 'get', 'weights/gpt2/model.safetensors', 'denied'],
  // A worker reads what jobs name and writes jobs.
  ['worker', 'get', 'weights/gpt2/model.safetensors', 'allowed'],
  ['worker', 'overwrite', 'weights/gpt2/model.safetensors', 'denied'],
  ['worker', 'delete', 'weights/gpt2/model.safetensors', 'denied'],
  ['worker', 'get', 'tenants/acme/datasets/ds_1/texts.jsonl', 'allowed'],
  ['worker', 'overwrite', 'tenants/acme/datasets/ds_1/texts.jsonl', 'denied'],
  ['worker', 'get', 'tenants/acme/datasets/ds_1/record.json', 'denied'],
  ['worker', 'get', 'tenants/acme/prompts/pro_1/prompt.safetensors', 'allowed'],
  ['worker', 'get', 'tenants/acme/jobs/job_1/output/1/model.safetensors', 'allowed'],
  ['worker', 'overwrite', 'tenants/acme/jobs/job_1/output/1/model.safetensors', 'allowed'],
  ['worker', 'part', 'tenants/acme/jobs/job_1/checkpoint/1/state.safetensors', 'allowed'],
  ['worker', 'replace', 'tenants/acme/jobs/job_1/record.json', 'allowed'],
  ['worker', 'overwrite', 'tenants/acme/jobs/job_1/record.json', 'denied'],
  ['worker', 'create', 'ended/job_1.json', 'allowed'],
  ['worker', 'delete', 'queue/job_1.json', 'allowed'],
  ['worker', 'create', 'queue/job_1.json', 'denied'],
  ['worker', 'get', 'queue/job_1.json', 'allowed'],
  ['worker', 'get', 'ended/job_1.json', 'allowed'],
  ['worker', 'get', 'tenants/acme/webhooks/wh_1/record.json', 'denied'],
  ['worker', 'get', 'tenants/acme/audit/0000000001.json', 'denied'],
  ['worker', 'get', 'tokens/00ff.json', 'denied'],
  ['worker', 'create', 'deliveries/1.wh_1.msg_1.json', 'denied'],
  ['worker', 'create', 'catalogue/models/mod_1.json', 'denied'],
  // What runs beside a worker has nothing to look for in the bucket.
  ['machine', 'get', 'tenants/acme/jobs/job_1/record.json', 'denied'],
  ['execution', 'get', 'tenants/acme/jobs/job_1/record.json', 'denied'],
  ['schedule', 'get', 'tenants/acme/jobs/job_1/record.json', 'denied'],
]

const LISTS: readonly (readonly [Role, Context, Decision])[] = [
  ['api', { 's3:prefix': 'tenants/acme/models/' }, 'allowed'],
  ['api', { 's3:prefix': 'tenants/acme/models/', 's3:delimiter': '/' }, 'allowed'],
  // Names of tenants, and never what they have.
  ['api', { 's3:prefix': 'tenants/', 's3:delimiter': '/' }, 'allowed'],
  ['api', { 's3:prefix': 'tenants/' }, 'denied'],
  ['api', { 's3:prefix': 'tenants/a' }, 'denied'],
  ['api', { 's3:prefix': 'tenants/', 's3:delimiter': '-' }, 'denied'],
  ['api', { 's3:prefix': '' }, 'denied'],
  ['api', {}, 'denied'],
  ['api', { 's3:prefix': 'catalogue/models/' }, 'allowed'],
  ['api', { 's3:prefix': 'weights/gpt2/' }, 'allowed'],
  ['api', { 's3:prefix': 'tokens/' }, 'denied'],
  ['api', { 's3:prefix': 'tokens/00' }, 'denied'],
  ['api', { 's3:prefix': 'deliveries/' }, 'denied'],
  ['events', { 's3:prefix': 'queue/' }, 'allowed'],
  ['events', { 's3:prefix': 'tenants/', 's3:delimiter': '/' }, 'denied'],
  ['events', { 's3:prefix': 'tenants/acme/' }, 'denied'],
  ['events', { 's3:prefix': 'tenants/acme/jobs/' }, 'denied'],
  ['events', { 's3:prefix': 'tenants/acme/jobs/job_1/output/' }, 'allowed'],
  ['events', { 's3:prefix': 'tenants/acme/prompts/' }, 'denied'],
  ['reconciler', { 's3:prefix': 'tenants/', 's3:delimiter': '/' }, 'allowed'],
  ['reconciler', { 's3:prefix': 'tenants/' }, 'denied'],
  ['reconciler', { 's3:prefix': 'queue/' }, 'allowed'],
  ['reconciler', { 's3:prefix': 'tokens/' }, 'denied'],
  ['worker', { 's3:prefix': 'tenants/acme/jobs/job_1/input/' }, 'allowed'],
  ['worker', { 's3:prefix': 'tenants/acme/jobs/job_1/checkpoint/' }, 'allowed'],
  ['worker', { 's3:prefix': 'tenants/acme/jobs/' }, 'denied'],
  ['worker', { 's3:prefix': 'tenants/acme/datasets/' }, 'denied'],
  ['worker', { 's3:prefix': 'tenants/', 's3:delimiter': '/' }, 'denied'],
  ['worker', { 's3:prefix': 'queue/' }, 'denied'],
  ['worker', { 's3:prefix': 'weights/' }, 'denied'],
]

export const accessChecks = (template: TemplateJson): void => {
  const policies = collectPolicies(template)
  const bucket = policies.only('AWS::S3::Bucket')
  const queue = policies.only('AWS::Batch::JobQueue')
  const definition = policies.only('AWS::Batch::JobDefinition')
  const decide = (role: Role, action: string, resource: string, context: Context = {}): Decision =>
    evaluate(policies, {
      principal: policies.roleArn(ROLES[role]),
      action,
      resource,
      context: { ...(action.startsWith('s3:') ? TLS : {}), ...context },
    })
  const job = `arn:aws:batch:${REGION}:${ACCOUNT}:job/6a1b`
  const OTHERS: readonly (readonly [Role, string, string, Decision, Context?])[] = [
    ['api', 'batch:SubmitJob', queue, 'allowed'],
    ['api', 'batch:SubmitJob', definition, 'allowed'],
    ['api', 'batch:SubmitJob', `${queue}-other`, 'denied'],
    ['api', 'batch:SubmitJob', `arn:aws:batch:${REGION}:${ACCOUNT}:job-definition/other:1`, 'denied'],
    ['api', 'batch:TerminateJob', job, 'allowed', { 'aws:ResourceTag/app': 'promptpost' }],
    ['api', 'batch:TerminateJob', job, 'denied'],
    ['api', 'batch:TerminateJob', job, 'denied', { 'aws:ResourceTag/app': 'other' }],
    ['api', 'batch:TagResource', job, 'allowed', { 'aws:RequestTag/app': 'promptpost' }],
    ['api', 'batch:TagResource', job, 'denied', { 'aws:RequestTag/app': 'other' }],
    ['api', 'batch:TagResource', queue, 'denied', { 'aws:RequestTag/app': 'promptpost' }],
    ['api', 'batch:DescribeJobs', '*', 'allowed'],
    ['api', 'batch:RegisterJobDefinition', definition, 'denied'],
    ['api', 'batch:UpdateJobQueue', queue, 'denied'],
    ['api', 'iam:PassRole', policies.roleArn('WorkerRole'), 'denied'],
    ['api', 'sts:AssumeRole', policies.roleArn('WorkerRole'), 'denied'],
    ['api', 's3:PutBucketPolicy', bucket, 'denied'],
    ['api', 's3:PutLifecycleConfiguration', bucket, 'denied'],
    ['api', 's3:DeleteBucket', bucket, 'denied'],
    ['events', 'batch:ListJobs', '*', 'allowed'],
    ['events', 'batch:CancelJob', job, 'denied'],
    ['reconciler', 'batch:SubmitJob', queue, 'allowed'],
    ['worker', 'batch:SubmitJob', queue, 'denied'],
    ['worker', 'batch:TerminateJob', job, 'denied'],
    ['worker', 'batch:DescribeJobs', '*', 'denied'],
    ['machine', 'ecs:RegisterContainerInstance', `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/x`, 'allowed'],
    [
      'machine',
      'ecs:TagResource',
      `arn:aws:ecs:${REGION}:${ACCOUNT}:container-instance/x`,
      'allowed',
      { 'ecs:CreateAction': 'RegisterContainerInstance' },
    ],
    ['machine', 'ecs:TagResource', `arn:aws:ecs:${REGION}:${ACCOUNT}:container-instance/x`, 'denied'],
    ['machine', 'ecs:RunTask', `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/x:1`, 'denied'],
    ['machine', 'ecr:GetAuthorizationToken', '*', 'denied'],
    ['execution', 'ecr:GetAuthorizationToken', '*', 'allowed'],
    ['execution', 'ecr:BatchGetImage', `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/other`, 'denied'],
  ]

  describe.each(OBJECTS)('%s: %s %s', (role, call, key, decision) => {
    const [action, context] = CALLS[call]
    it(`is ${decision}`, () => expect(decide(role, action, `${bucket}/${key}`, context)).toBe(decision))
    it('is denied without TLS', () => {
      const plain = { ...context, 'aws:SecureTransport': 'false' }
      expect(decide(role, action, `${bucket}/${key}`, plain)).toBe('denied')
    })
  })

  it.each(LISTS)('%s: list %j is %s', (role, context, decision) => {
    expect(decide(role, 's3:ListBucket', bucket, context)).toBe(decision)
  })

  describe('what is not there', () => {
    /** S3 answers 404 instead of 403 to who may list the bucket with the key as prefix. */
    const asked = (role: Role, key: string): Decision =>
      decide(role, 's3:ListBucket', bucket, { 's3:prefix': key })
    it.each(OBJECTS.filter(([, call, , decision]) => call === 'get' && decision === 'allowed'))(
      'is told to %s, which may %s %s',
      (role, _, key) => {
        expect(asked(role, key)).toBe('allowed')
      },
    )
    it.each(OBJECTS.filter(([, call, , decision]) => call === 'create' && decision === 'allowed'))(
      'can be read by %s, which may %s %s',
      (role, _, key) => {
        expect(decide(role, 's3:GetObject', `${bucket}/${key}`)).toBe('allowed')
        expect(asked(role, key)).toBe('allowed')
      },
    )
  })

  for (const [role, action, resource, decision, context] of OTHERS)
    it(`${role}: ${action} on ${resource} with ${JSON.stringify(context ?? {})} is ${decision}`, () =>
      expect(decide(role, action, resource, context)).toBe(decision))

  it('the table is as large as was asked for', () => {
    expect(OBJECTS.length + LISTS.length + OTHERS.length).toBeGreaterThanOrEqual(40)
  })

  it('places are those of the keys that the code builds', async () => {
    const { readFile } = await import('node:fs/promises')
    const keys = await readFile(new URL('../../../../base/src/store/keys.ts', import.meta.url), 'utf8')
    const named = [...keys.matchAll(/^ \* {5}([a-z]+)\//gm)].map(([, place]) => place as string)
    const known: string[] = ['tenants', ...SHARED_PLACES]
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter(place => !known.includes(place))).toEqual([])
  })
}
