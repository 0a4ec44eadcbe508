/** What matters of the template beside rights: one by one, since a snapshot is easily updated by mistake. */
import { Match, type Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { ACCOUNT } from '../policy/resolve.js'
import type { TemplateJson } from '../synthesise.js'

/** Hashes of assets change with every build. */
const normalised = (json: TemplateJson): string =>
  `${JSON.stringify(json, null, 1).replace(/\b[0-9a-f]{64}\b/g, 'HASH')}\n`

export const shapeChecks = (template: Template, json: TemplateJson): void => {
  it('the template is as it was', async () => {
    await expect(normalised(json)).toMatchFileSnapshot('../snapshots/template.snap')
  })

  it('names no account and no region, so that any will do', () => {
    expect(normalised(json)).not.toMatch(/\b\d{12}\b|\b(us|eu|ap)-[a-z]+-\d\b/)
    expect(ACCOUNT).toMatch(/^\d{12}$/)
  })

  describe('the bucket', () => {
    it('is encrypted, versioned, closed and kept', () => {
      template.hasResource('AWS::S3::Bucket', {
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          VersioningConfiguration: { Status: 'Enabled' },
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
          BucketEncryption: Match.anyValue(),
        },
      })
    })

    it('lets nothing expire that is there', () => {
      const [bucket] = Object.values(template.findResources('AWS::S3::Bucket'))
      expect(bucket?.Properties.LifecycleConfiguration).toEqual({
        Rules: [
          {
            Id: 'leftovers',
            Status: 'Enabled',
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            ExpiredObjectDeleteMarker: true,
          },
        ],
      })
    })
  })

  describe('machines', () => {
    it('are spot ones first, with one GPU, none when there is nothing to do', () => {
      const common = {
        MinvCpus: 0,
        InstanceTypes: ['g6.2xlarge', 'g5.2xlarge', 'g6.4xlarge', 'g5.4xlarge'],
        Ec2Configuration: [{ ImageType: 'ECS_AL2023_NVIDIA' }],
        LaunchTemplate: {
          LaunchTemplateId: Match.anyValue(),
          Version: { 'Fn::GetAtt': [Match.anyValue(), 'LatestVersionNumber'] },
        },
      }
      for (const kind of [
        { Type: 'SPOT', AllocationStrategy: 'SPOT_PRICE_CAPACITY_OPTIMIZED' },
        { Type: 'EC2', AllocationStrategy: 'BEST_FIT_PROGRESSIVE' },
      ])
        template.hasResourceProperties('AWS::Batch::ComputeEnvironment', {
          ComputeResources: { ...common, ...kind },
        })
      const [queue] = Object.values(template.findResources('AWS::Batch::JobQueue'))
      const order = (
        queue!.Properties.ComputeEnvironmentOrder as { ComputeEnvironment: { 'Fn::GetAtt': string[] } }[]
      ).map(({ ComputeEnvironment }) => ComputeEnvironment['Fn::GetAtt'][0])
      expect(order).toEqual([expect.stringMatching(/^Spot/), expect.stringMatching(/^OnDemand/)])
    })

    it('keep their credentials to themselves', () => {
      template.hasResourceProperties('AWS::EC2::LaunchTemplate', {
        LaunchTemplateData: {
          MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
          BlockDeviceMappings: [{ Ebs: { Encrypted: true } }],
        },
      })
    })

    it('let nothing in', () => {
      const groups = Object.entries(template.findResources('AWS::EC2::SecurityGroup'))
      const machines = groups.find(([id]) => id.startsWith('Machines'))?.[1].Properties
      expect(machines.SecurityGroupIngress).toBeUndefined()
      expect(machines.SecurityGroupEgress).toEqual([
        { CidrIp: '0.0.0.0/0', Description: 'AWS services', FromPort: 443, IpProtocol: 'tcp', ToPort: 443 },
      ])
      template.resourceCountIs('AWS::EC2::InternetGateway', 0)
      template.resourceCountIs('AWS::EC2::NatGateway', 0)
      template.resourceCountIs('AWS::EC2::VPCEndpoint', 7)
    })
  })

  it('jobs are tried again where that helps, and nowhere else', () => {
    template.hasResourceProperties('AWS::Batch::JobDefinition', {
      RetryStrategy: {
        Attempts: 10,
        EvaluateOnExit: [
          { Action: 'RETRY', OnExitCode: '75' },
          { Action: 'RETRY', OnStatusReason: 'Host EC2*' },
          { Action: 'RETRY', OnReason: 'CannotPullContainerError:*' },
          { Action: 'EXIT', OnReason: '*' },
        ],
      },
      PropagateTags: true,
      Timeout: { AttemptDurationSeconds: 86_400 },
      ContainerProperties: {
        ReadonlyRootFilesystem: true,
        User: '1000',
        Privileged: Match.absent(),
        ResourceRequirements: Match.arrayWith([{ Type: 'GPU', Value: '1' }]),
        Environment: Match.arrayWith([
          { Name: 'AWS_REGION', Value: { Ref: 'AWS::Region' } },
          { Name: 'PROMPTPOST_MODELS', Value: '/models' },
        ]),
      },
    })
  })

  it('functions run on Node 24, with what they need to know', () => {
    const functions = Object.values(template.findResources('AWS::Lambda::Function'))
    expect(functions).toHaveLength(3)
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
      })
      expect(Object.keys(Properties.Environment.Variables)).toEqual(
        expect.arrayContaining(['PROMPTPOST_BUCKET', 'PROMPTPOST_JOB_QUEUE', 'PROMPTPOST_JOB_DEFINITION']),
      )
    }
  })

  it('the access log holds no query, address, header or name', () => {
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'))
    const format = stage?.Properties.AccessLogSettings.Format as string
    expect(JSON.parse(format)).toMatchObject({ path: '$context.path', status: '$context.status' })
    expect(format).not.toMatch(/query|authorizer|identity|header|sourceIp|userAgent|claims/i)
    expect(stage?.Properties.DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: 50,
      ThrottlingBurstLimit: 100,
    })
  })

  it('no event is lost for want of a place', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.batch'],
        'detail-type': ['Batch Job State Change'],
        detail: { jobQueue: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Queue'), 'JobQueueArn'] }] },
      },
      Targets: [
        {
          DeadLetterConfig: Match.anyValue(),
          RetryPolicy: { MaximumRetryAttempts: 20, MaximumEventAgeInSeconds: 7200 },
        },
      ],
    })
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(5 minutes)',
      Target: { DeadLetterConfig: Match.anyValue() },
    })
    template.resourcePropertiesCountIs('AWS::Lambda::Function', { DeadLetterConfig: Match.anyValue() }, 2)
  })

  it('every alarm is told to someone', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'))
    expect(alarms.map(({ Properties }) => Properties.AlarmName).sort()).toEqual([
      'promptpost-api-errors',
      'promptpost-api-throttles',
      'promptpost-batch-events-dead-letters',
      'promptpost-batch-events-errors',
      'promptpost-batch-events-throttles',
      'promptpost-jobs-stuck',
      'promptpost-reconciler-dead-letters',
      'promptpost-reconciler-errors',
      'promptpost-reconciler-silent',
      'promptpost-reconciler-throttles',
      'promptpost-server-errors',
    ])
    for (const { Properties } of alarms) expect(Properties.AlarmActions).toHaveLength(1)
    const publishes = (service: string) =>
      Match.objectLike({ Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: service } })
    for (const service of ['cloudwatch.amazonaws.com', 'events.amazonaws.com'])
      template.hasResourceProperties('AWS::SNS::TopicPolicy', {
        PolicyDocument: Match.objectLike({ Statement: Match.arrayWith([publishes(service)]) }),
      })
  })
}
