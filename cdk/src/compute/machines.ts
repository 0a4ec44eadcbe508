/**
 * Machines with a GPU: spot ones first, others where there are none.
 * @module
 */
import {
  AllocationStrategy,
  type CfnComputeEnvironment,
  EcsMachineImageType,
  type IManagedEc2EcsComputeEnvironment,
  ManagedEc2EcsComputeEnvironment,
} from 'aws-cdk-lib/aws-batch'
import {
  BlockDeviceVolume,
  EbsDeviceVolumeType,
  InstanceType,
  LaunchTemplate,
  MultipartBody,
  MultipartUserData,
} from 'aws-cdk-lib/aws-ec2'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Duration, Stack, Tags } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { acknowledge, MACHINE_REASONS } from '../acknowledge.js'
import type { Network } from '../network/vpc.js'
import type { Options } from '../options/index.js'
import { machineSetup } from './machine-setup.js'

/** The agent's role: it joins its cluster and reports. Images and logs are the execution role's. */
const createMachineRole = (scope: Construct): Role => {
  const { partition, region, account } = Stack.of(scope)
  const ecs = (kind: string): string => `arn:${partition}:ecs:${region}:${account}:${kind}/*`
  const role = new Role(scope, 'MachineRole', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') })
  role.addToPolicy(
    new PolicyStatement({
      sid: 'JoinCluster',
      actions: [
        'ecs:RegisterContainerInstance',
        'ecs:DeregisterContainerInstance',
        'ecs:SubmitAttachmentStateChanges',
        'ecs:SubmitContainerStateChange',
        'ecs:SubmitTaskStateChange',
      ],
      resources: [ecs('cluster')],
    }),
  )
  role.addToPolicy(
    new PolicyStatement({
      sid: 'TakeTasks',
      actions: ['ecs:Poll', 'ecs:StartTelemetrySession', 'ecs:UpdateContainerInstancesState'],
      resources: [ecs('container-instance')],
    }),
  )
  role.addToPolicy(
    new PolicyStatement({
      sid: 'TagItselfWhenItJoins',
      actions: ['ecs:TagResource'],
      resources: [ecs('container-instance')],
      conditions: { StringEquals: { 'ecs:CreateAction': 'RegisterContainerInstance' } },
    }),
  )
  role.addToPolicy(
    new PolicyStatement({ sid: 'FindAgentService', actions: ['ecs:DiscoverPollEndpoint'], resources: ['*'] }),
  )
  acknowledge(role, MACHINE_REASONS)
  return role
}

const createTemplate = (scope: Construct): LaunchTemplate => {
  const userData = new MultipartUserData()
  userData.addPart(
    MultipartBody.fromRawBody({ contentType: MultipartBody.SHELL_SCRIPT, body: machineSetup() }),
  )
  return new LaunchTemplate(scope, 'Machine', {
    userData,
    requireImdsv2: true,
    // One hop: the agent reaches the machine's credentials, a container does not.
    httpPutResponseHopLimit: 1,
    blockDevices: [
      {
        deviceName: '/dev/xvda',
        volume: BlockDeviceVolume.ebs(80, { encrypted: true, volumeType: EbsDeviceVolumeType.GP3 }),
      },
    ],
  })
}

/** In the order in which they are to be used. */
export const createMachines = (
  scope: Construct,
  { vpc, machines, subnets }: Network,
  { name, gpu }: Options,
): IManagedEc2EcsComputeEnvironment[] => {
  const common = {
    vpc,
    vpcSubnets: subnets,
    securityGroups: [machines],
    images: [{ imageType: EcsMachineImageType.ECS_AL2023_NVIDIA }],
    instanceTypes: gpu.instanceTypes.map(type => new InstanceType(type)),
    useOptimalInstanceClasses: false,
    instanceRole: createMachineRole(scope),
    launchTemplate: createTemplate(scope),
    minvCpus: 0,
    maxvCpus: gpu.maxVcpus,
    updateToLatestImageVersion: true,
    // An update waits for running jobs as long as Batch allows.
    terminateOnUpdate: false,
    updateTimeout: Duration.hours(6),
  }
  const spot = new ManagedEc2EcsComputeEnvironment(scope, 'Spot', {
    ...common,
    spot: true,
    allocationStrategy: AllocationStrategy.SPOT_PRICE_CAPACITY_OPTIMIZED,
  })
  const onDemand = new ManagedEc2EcsComputeEnvironment(scope, 'OnDemand', {
    ...common,
    allocationStrategy: AllocationStrategy.BEST_FIT_PROGRESSIVE,
  })
  for (const environment of [spot, onDemand]) {
    Tags.of(environment).add('Name', `${name}-job`)
    // Without a version it would stay at the template's first.
    const resource = environment.node.defaultChild as CfnComputeEnvironment
    resource.addPropertyOverride(
      'ComputeResources.LaunchTemplate.Version',
      common.launchTemplate.latestVersionNumber,
    )
  }
  return [spot, onDemand]
}
