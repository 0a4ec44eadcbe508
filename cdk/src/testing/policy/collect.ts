/**
 * All policies of a template.
 * @module
 */
import type { TemplateJson } from '../synthesise.js'
import type { Policies, Statement } from './evaluate.js'
import { resolverOf } from './resolve.js'

type Document = { Statement: Statement[] }

const KINDS: Record<string, { policy: string; of: (properties: Record<string, unknown>) => unknown[] }> = {
  'AWS::S3::BucketPolicy': { policy: 'PolicyDocument', of: ({ Bucket }) => [Bucket] },
  'AWS::SQS::QueuePolicy': { policy: 'PolicyDocument', of: ({ Queues }) => Queues as unknown[] },
  'AWS::SNS::TopicPolicy': { policy: 'PolicyDocument', of: ({ Topics }) => Topics as unknown[] },
}

/** Roles whose policies are not all in the template cannot be judged. */
const refuseManaged = (id: string, properties: Record<string, unknown>): void => {
  for (const name of ['ManagedPolicyArns', 'PermissionsBoundary'])
    if (properties[name] !== undefined) throw new Error(`${id} has ${name}, which is not in the template`)
}

export type Collected = Policies & {
  /** ARN of a role, by its logical identifier without CDK's digest. */
  roleArn: (name: string) => string
  /** ARN of the only resource of a type. */
  only: (type: string) => string
}

export const collectPolicies = (template: TemplateJson): Collected => {
  const resolve = resolverOf(template)
  const roles: Record<string, Statement[]> = {}
  const resources: Record<string, Statement[]> = {}
  const names: Record<string, string> = {}
  const all = Object.entries(template.Resources)
  const arnOf = (id: string): string => resolve({ 'Fn::GetAtt': [id, 'Arn'] }) as string

  for (const [id, { Type, Properties = {} }] of all) {
    if (Type !== 'AWS::IAM::Role') continue
    refuseManaged(id, Properties)
    const inline = (resolve(Properties.Policies ?? []) as { PolicyDocument: Document }[]).flatMap(
      ({ PolicyDocument }) => PolicyDocument.Statement,
    )
    roles[arnOf(id)] = inline
    names[id.replace(/[0-9A-F]{8}$/, '')] = arnOf(id)
  }
  for (const [id, { Type, Properties = {} }] of all) {
    if (/^AWS::IAM::(ManagedPolicy|User|Group|UserPolicy|RolePolicy)$/.test(Type))
      throw new Error(`${id}: policies of kind ${Type} are not known`)
    if (Type === 'AWS::IAM::Policy') {
      const { Statement } = resolve(Properties.PolicyDocument) as Document
      for (const { Ref } of Properties.Roles as { Ref: string }[]) roles[arnOf(Ref)]?.push(...Statement)
    }
    const kind = KINDS[Type]
    if (!kind) continue
    const { Statement } = resolve(Properties[kind.policy]) as Document
    for (const target of kind.of(Properties)) {
      const resource = all.find(([name]) => (target as { Ref: string }).Ref === name)
      if (!resource) throw new Error(`${id} is the policy of something that is not in the template`)
      resources[arnOf(resource[0])] = Statement
    }
  }
  return {
    roles,
    resources,
    roleArn(name) {
      const arn = names[name]
      if (arn === undefined) throw new Error(`no role ${name}; there are ${Object.keys(names).join(', ')}`)
      return arn
    },
    only(type) {
      const found = all.filter(([, { Type }]) => Type === type)
      if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}`)
      const id = (found[0] as [string, unknown])[0]
      return resolve(
        type === 'AWS::Batch::JobQueue'
          ? { 'Fn::GetAtt': [id, 'JobQueueArn'] }
          : type === 'AWS::Batch::JobDefinition'
            ? { Ref: id }
            : { 'Fn::GetAtt': [id, 'Arn'] },
      ) as string
    },
  }
}
