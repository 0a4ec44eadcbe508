/** The evaluator against cases of the IAM reference: a judge that lets everything through would prove nothing. */
import { describe, expect, it } from 'vitest'
import { collectPolicies } from './collect.js'
import { type Condition, type Context, conditionsHold, matchesPattern } from './conditions.js'
import { evaluate, type Statement } from './evaluate.js'
import { resolverOf } from './resolve.js'

const ROLE = 'arn:aws:iam::111122223333:role/Role'
const BUCKET = 'arn:aws:s3:::bucket'
const OBJECT = `${BUCKET}/a/b.json`

const allow = (more: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: `${BUCKET}/a/*`,
  ...more,
})
const deny = (more: Partial<Statement> = {}): Statement => ({
  ...allow({ Principal: '*', ...more }),
  Effect: 'Deny',
})

const ask = (
  own: Statement[],
  onBucket: Statement[] = [],
  { action = 's3:GetObject', resource = OBJECT, context = {} as Context } = {},
): string =>
  evaluate(
    { roles: { [ROLE]: own }, resources: { [BUCKET]: onBucket } },
    { principal: ROLE, action, resource, context },
  )

describe('a decision', () => {
  it.each([
    ['nothing is said', [], [], 'denied'],
    ['the role may', [allow()], [], 'allowed'],
    ['the bucket lets it', [], [allow({ Principal: { AWS: ROLE } })], 'allowed'],
    ['the bucket lets another', [], [allow({ Principal: { AWS: `${ROLE}2` } })], 'denied'],
    ['the bucket lets a service', [], [allow({ Principal: { Service: 's3.amazonaws.com' } })], 'denied'],
    ['the bucket denies what the role may', [allow()], [deny()], 'denied'],
    ['the bucket denies another', [allow()], [deny({ Principal: { AWS: `${ROLE}2` } })], 'allowed'],
    ['the role is denied what it may', [allow(), deny({ Action: 's3:*' })], [], 'denied'],
    ['another action is denied', [allow()], [deny({ Action: 's3:PutObject' })], 'allowed'],
    ['another resource is denied', [allow()], [deny({ Resource: `${BUCKET}/c/*` })], 'allowed'],
    ['the action is named in another case', [allow({ Action: 'S3:getobject' })], [], 'allowed'],
    ['the resource is named in another case', [allow({ Resource: `${BUCKET}/A/*` })], [], 'denied'],
    ['another action may', [allow({ Action: ['s3:GetObjectVersion', 's3:GetObjectAcl'] })], [], 'denied'],
    ['all but this may', [allow({ Action: undefined, NotAction: 's3:Get*' })], [], 'denied'],
    ['all but others may', [allow({ Action: undefined, NotAction: 's3:Put*' })], [], 'allowed'],
    [
      'all but this resource may',
      [allow({ Resource: undefined, NotResource: `${BUCKET}/a/*` })],
      [],
      'denied',
    ],
    ['a prefix is not enough', [allow({ Resource: `${BUCKET}/a` })], [], 'denied'],
    ['a condition does not hold', [allow({ Condition: { Bool: { 'aws:x': 'true' } } })], [], 'denied'],
    [
      'a denial has a condition that does not hold',
      [allow()],
      [deny({ Condition: { Bool: { 'aws:x': 'true' } } })],
      'allowed',
    ],
    [
      'the principal is a condition',
      [allow()],
      [deny({ Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE } } })],
      'denied',
    ],
  ] as const)('where %s', (_, own, onBucket, decision) => {
    expect(ask([...own], [...onBucket])).toBe(decision)
  })

  it('is not made by a guess', () => {
    expect(() => ask([allow({ Effect: 'allow' })])).toThrow('no effect')
    expect(() => ask([allow({ Action: undefined })])).toThrow('without an action')
    expect(() => ask([], [allow({ Principal: { Federated: 'x' } })])).toThrow('kind Federated')
    expect(() => ask([allow({ Resource: `${BUCKET}/\${aws:PrincipalTag/t}/*` })])).toThrow('variables')
    expect(() =>
      evaluate({ roles: {}, resources: {} }, { principal: ROLE, action: 'a:B', resource: '*' }),
    ).toThrow('no role')
  })
})

describe('a condition', () => {
  const given: Context = { 'a:text': 'Folder/x', 'a:flag': 'true', 'a:number': '1.1', 'a:list': ['p', 'q'] }
  it.each<[string, Condition, boolean]>([
    ['equal', { StringEquals: { 'a:text': ['no', 'Folder/x'] } }, true],
    ['key in another case', { StringEquals: { 'A:Text': 'Folder/x' } }, true],
    ['equal, in another case', { StringEquals: { 'a:text': 'folder/x' } }, false],
    ['equal but for case', { StringEqualsIgnoreCase: { 'a:text': 'folder/X' } }, true],
    ['equal is no pattern', { StringEquals: { 'a:text': 'Folder/*' } }, false],
    ['like', { StringLike: { 'a:text': 'Folder/*' } }, true],
    ['like one character', { StringLike: { 'a:text': 'Folder/?' } }, true],
    ['unlike', { StringNotLike: { 'a:text': 'Folder/*' } }, false],
    ['equal, absent', { StringEquals: { 'a:none': 'x' } }, false],
    ['equal if it exists, absent', { StringEqualsIfExists: { 'a:none': 'x' } }, true],
    ['equal if it exists, other', { StringEqualsIfExists: { 'a:text': 'x' } }, false],
    ['not equal, absent', { StringNotEquals: { 'a:none': 'x' } }, true],
    ['not equal to any', { StringNotEquals: { 'a:text': ['x', 'Folder/x'] } }, false],
    ['true', { Bool: { 'a:flag': 'true' } }, true],
    ['false', { Bool: { 'a:flag': 'false' } }, false],
    ['false, absent', { Bool: { 'a:none': 'false' } }, false],
    ['absent', { Null: { 'a:none': 'true' } }, true],
    ['absent, there', { Null: { 'a:text': 'true' } }, false],
    ['there', { Null: { 'a:text': 'false' } }, true],
    ['less', { NumericLessThan: { 'a:number': 1.2 } }, true],
    ['not less', { NumericLessThan: { 'a:number': '1.1' } }, false],
    ['any of several', { 'ForAnyValue:StringEquals': { 'a:list': 'p' } }, true],
    ['all of several', { 'ForAllValues:StringEquals': { 'a:list': 'p' } }, false],
    ['all of none', { 'ForAllValues:StringEquals': { 'a:none': 'p' } }, true],
    ['any of none', { 'ForAnyValue:StringEquals': { 'a:none': 'p' } }, false],
    ['both operators', { Bool: { 'a:flag': 'true' }, Null: { 'a:none': 'true' } }, true],
    ['one operator of two', { Bool: { 'a:flag': 'true' }, Null: { 'a:text': 'true' } }, false],
    ['one key of two', { Null: { 'a:none': 'true', 'a:text': 'true' } }, false],
  ])('%s', (_, condition, holds) => {
    expect(conditionsHold(condition, given)).toBe(holds)
  })

  it('that is not known is refused', () => {
    expect(() => conditionsHold({ DateEquals: { 'a:text': 'x' } }, given)).toThrow('DateEquals is not known')
    expect(() => conditionsHold({ StringEquals: { 'a:list': 'p' } }, given)).toThrow('several values')
    expect(() => conditionsHold({ Null: { 'a:text': 'yes' } }, given)).toThrow('must be true or false')
  })
})

it('a pattern has no other special characters', () => {
  expect(matchesPattern('a.b+(c)', 'a.b+(c)')).toBe(true)
  expect(matchesPattern('a.b', 'axb')).toBe(false)
  expect(matchesPattern('a*', 'a/b/c\nd')).toBe(true)
  expect(matchesPattern('a?', 'a')).toBe(false)
})

describe('a template', () => {
  const role = { Type: 'AWS::IAM::Role', Properties: {} }
  it('is resolved, or refused', () => {
    const resolve = resolverOf({
      Resources: { B: { Type: 'AWS::S3::Bucket' }, V: { Type: 'AWS::EC2::VPC' } },
    })
    expect(resolve({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['B', 'Arn'] }, '/x']] })).toBe('arn:aws:s3:::b/x')
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how templates write it
    expect(resolve({ 'Fn::Sub': 'arn:${AWS::Partition}:${B.Arn}/${B}' })).toBe('arn:aws:arn:aws:s3:::b/b')
    expect(() => resolve({ 'Fn::If': [] })).toThrow('Fn::If is not known')
    expect(() => resolve({ Ref: 'C' })).toThrow('C is not in the template')
    expect(() => resolve({ 'Fn::GetAtt': ['V', 'Arn'] })).toThrow('an ARN of AWS::EC2::VPC')
    expect(() => resolve({ 'Fn::GetAtt': ['B', 'DomainName'] })).toThrow('DomainName')
  })

  it('whose policies are elsewhere is refused', () => {
    const managed = { ...role, Properties: { ManagedPolicyArns: ['x'] } }
    expect(() => collectPolicies({ Resources: { R: managed } })).toThrow('R has ManagedPolicyArns')
    expect(() => collectPolicies({ Resources: { P: { Type: 'AWS::IAM::ManagedPolicy' } } })).toThrow(
      'ManagedPolicy',
    )
  })
})
