/**
 * Values of a template as they will be once it is deployed: references become names and ARNs of one account.
 * @module
 */
import type { TemplateJson } from '../synthesise.js'

export const ACCOUNT = '111122223333'
export const REGION = 'eu-central-1'

const PSEUDO: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': ACCOUNT,
  'AWS::Region': REGION,
  'AWS::URLSuffix': 'amazonaws.com',
}

/** ARN of a resource of each type, by its logical identifier. Global services have no region. */
const ARNS: Record<string, (id: string) => string> = {
  'AWS::S3::Bucket': id => `arn:aws:s3:::${id.toLowerCase()}`,
  'AWS::IAM::Role': id => `arn:aws:iam::${ACCOUNT}:role/${id}`,
  'AWS::KMS::Key': id => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`,
  'AWS::Lambda::Function': id => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${id}`,
  'AWS::SQS::Queue': id => `arn:aws:sqs:${REGION}:${ACCOUNT}:${id}`,
  'AWS::SNS::Topic': id => `arn:aws:sns:${REGION}:${ACCOUNT}:${id}`,
  'AWS::Logs::LogGroup': id => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${id}:*`,
  'AWS::Batch::JobQueue': id => `arn:aws:batch:${REGION}:${ACCOUNT}:job-queue/${id}`,
  'AWS::Batch::JobDefinition': id => `arn:aws:batch:${REGION}:${ACCOUNT}:job-definition/${id}:1`,
  'AWS::Events::Rule': id => `arn:aws:events:${REGION}:${ACCOUNT}:rule/${id}`,
}

/** Types whose reference is their ARN. */
const REFERENCE_IS_ARN = ['AWS::Batch::JobDefinition', 'AWS::SNS::Topic']

export type Resolve = (value: unknown) => unknown

/** @throws Error for a function or a reference that is not known here: no policy is judged by a guess */
export const resolverOf = ({ Resources }: TemplateJson): Resolve => {
  const typeOf = (id: string): string => {
    const type = Resources[id]?.Type
    if (type === undefined) throw new Error(`${id} is not in the template`)
    return type
  }
  const arnOf = (id: string): string => {
    const arn = ARNS[typeOf(id)]
    if (!arn) throw new Error(`how an ARN of ${typeOf(id)} looks is not known`)
    return arn(id)
  }
  const reference = (id: string): string => {
    const pseudo = PSEUDO[id]
    if (pseudo !== undefined) return pseudo
    if (REFERENCE_IS_ARN.includes(typeOf(id))) return arnOf(id)
    return typeOf(id) === 'AWS::S3::Bucket' ? id.toLowerCase() : id
  }
  const attribute = ([id, name]: [string, string]): string => {
    if (name === 'Arn' || name === 'JobQueueArn') return arnOf(id)
    throw new Error(`attribute ${name} of ${typeOf(id)} is not known`)
  }
  const substitute = (text: string): string =>
    text.replace(/\$\{([^!}]+)\}/g, (_, name: string) =>
      name.includes('.') ? attribute(name.split('.') as [string, string]) : reference(name),
    )
  const resolve: Resolve = value => {
    if (Array.isArray(value)) return value.map(resolve)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value)
    const [name, argument] = entries.length === 1 ? (entries[0] as [string, unknown]) : ['', undefined]
    switch (name) {
      case 'Ref':
        return reference(argument as string)
      case 'Fn::GetAtt':
        return attribute(argument as [string, string])
      case 'Fn::Sub':
        if (typeof argument !== 'string') throw new Error('Fn::Sub with variables is not known')
        return substitute(argument)
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]]
        return parts.map(part => String(resolve(part))).join(separator)
      }
    }
    if (name.startsWith('Fn::')) throw new Error(`${name} is not known`)
    return Object.fromEntries(entries.map(([key, inner]) => [key, resolve(inner)]))
  }
  return resolve
}
