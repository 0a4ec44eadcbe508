/**
 * The machines' network: no way in, and by default no way out but to the AWS services that a job needs.
 * @module
 */
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpoint,
  GatewayVpcEndpointAwsService,
  type InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  InterfaceVpcEndpointAwsService as Service,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2'
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import { Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { Options } from '../options/index.js'
import { createLogGroup } from '../watch/log-group.js'

/** What the agent on a machine, image pulls and logs speak to. */
const SERVICES: Record<string, InterfaceVpcEndpointAwsService> = {
  Ecs: Service.ECS,
  EcsAgent: Service.ECS_AGENT,
  EcsTelemetry: Service.ECS_TELEMETRY,
  EcrApi: Service.ECR,
  EcrDocker: Service.ECR_DOCKER,
  Logs: Service.CLOUDWATCH_LOGS,
}

export type Network = { vpc: Vpc; machines: SecurityGroup; subnets: { subnetType: SubnetType } }

/** S3 is reached by a gateway that costs nothing and lets through this bucket and the layers of images. */
const addStorageGateway = (vpc: Vpc, bucket: IBucket): void => {
  const { region, partition } = Stack.of(vpc)
  const gateway = new GatewayVpcEndpoint(vpc, 'Storage', {
    vpc,
    service: GatewayVpcEndpointAwsService.S3,
  })
  gateway.addToPolicy(
    new PolicyStatement({
      sid: 'State',
      principals: [new AnyPrincipal()],
      actions: [
        's3:GetObject',
        's3:PutObject',
        's3:DeleteObject',
        's3:AbortMultipartUpload',
        's3:ListBucket',
      ],
      resources: [bucket.bucketArn, bucket.arnForObjects('*')],
    }),
  )
  gateway.addToPolicy(
    new PolicyStatement({
      sid: 'ImageLayers',
      principals: [new AnyPrincipal()],
      actions: ['s3:GetObject'],
      resources: [`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`],
    }),
  )
}

/** One zone has the endpoints and all zones use them: each costs by the hour and zone. */
const addEndpoints = (vpc: Vpc, machines: SecurityGroup): void => {
  const group = new SecurityGroup(vpc, 'Endpoints', {
    vpc,
    description: 'AWS services, from the machines of jobs',
    allowAllOutbound: false,
  })
  group.addIngressRule(machines, Port.tcp(443), 'Machines of jobs')
  for (const [id, service] of Object.entries(SERVICES))
    vpc.addInterfaceEndpoint(id, {
      service,
      securityGroups: [group],
      open: false,
      privateDnsEnabled: true,
      subnets: { subnets: vpc.isolatedSubnets.slice(0, 1) },
    })
}

export const createNetwork = (scope: Construct, bucket: IBucket, options: Options): Network => {
  const isOpen = options.network === 'nat'
  const subnetType = isOpen ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED
  const vpc = new Vpc(scope, 'Network', {
    ipAddresses: IpAddresses.cidr('10.80.0.0/16'),
    maxAzs: 2,
    natGateways: isOpen ? 1 : 0,
    // Nothing uses the default group, and emptying it would take a function with rights of its own.
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [
      { name: 'machines', subnetType, cidrMask: 20 },
      ...(isOpen
        ? [{ name: 'gateway', subnetType: SubnetType.PUBLIC, cidrMask: 26, mapPublicIpOnLaunch: false }]
        : []),
    ],
  })
  vpc.addFlowLog('Refused', {
    destination: FlowLogDestination.toCloudWatchLogs(createLogGroup(scope, 'NetworkLog', options)),
    trafficType: FlowLogTrafficType.REJECT,
  })
  const machines = new SecurityGroup(scope, 'Machines', {
    vpc,
    description: 'Machines of jobs: nothing comes in',
    allowAllOutbound: false,
  })
  machines.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS services')
  addStorageGateway(vpc, bucket)
  if (!isOpen) addEndpoints(vpc, machines)
  return { vpc, machines, subnets: { subnetType } }
}
