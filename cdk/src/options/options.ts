/**
 * What a deployment may decide. All of it has a default; see docs/deploy-aws.md.
 * @module
 */

export type Options = {
  /** Name of the stack, in CloudFormation and in tags. Another name is another service beside the first. Default `promptpost`. */
  name: string
  /**
   * Accepts this issuer's JWTs, which the gateway then checks first; without it, tokens of the service itself. The claims that name a
   * tenant and a role are `tenant` and `role` unless given.
   */
  oidc?: { issuer: string; audience: string; tenantClaim?: string; roleClaim?: string }
  /** What an hour of compute costs, told in estimates of jobs. */
  price?: { perHour: number; currency: string }
  /** Predictions go that long after their end, as `30d`; for good when absent. */
  retention?: string
  /**
   * How machines reach AWS: `endpoints` has no way to the internet at all; `nat` has one out, and costs a gateway instead of
   * endpoints. Default `endpoints`.
   */
  network: 'endpoints' | 'nat'
  /** Who keeps the key of the bucket: `s3`, or `kms` for a key of this account's own. Default `s3`. */
  encryption: 's3' | 'kms'
  /** Deletes the bucket with the stack, if it is empty. Default false: it stays. */
  removeData: boolean
  /** Days that deleted and replaced objects can still be brought back, 1 to 365. Default 30. */
  keepDeletedDays: number
  /** Days that logs are kept; one of CloudWatch's steps. Default 30. */
  logDays: number
  /** Requests of all tenants together, per second, and how many may come at once. Default 50 and 100. */
  requests: { perSecond: number; burst: number }
  gpu: {
    /** Machines with one GPU of 24 GB or more, the best first where prices are equal. */
    instanceTypes: readonly string[]
    /** Most virtual CPUs at a time, over all machines: 8 for each job by default. Default 32. */
    maxVcpus: number
    /** Virtual CPUs of a job. Default 8. */
    jobVcpus: number
    /** Main memory of a job, MiB. Default 28672. */
    jobMemoryMiB: number
    /** Hours after which a try of a job is stopped. Default 24. */
    jobHours: number
  }
  /** Gets alarms, and the budget's notice. */
  alarmEmail?: string
  /** US dollars a month for the whole account; at 80 % and at 100 % `alarmEmail` gets a notice. */
  monthlyBudget?: number
}

export const DEFAULTS: Options = {
  name: 'promptpost',
  network: 'endpoints',
  encryption: 's3',
  removeData: false,
  keepDeletedDays: 30,
  logDays: 30,
  requests: { perSecond: 50, burst: 100 },
  gpu: {
    instanceTypes: ['g6.2xlarge', 'g5.2xlarge', 'g6.4xlarge', 'g5.4xlarge'],
    maxVcpus: 32,
    jobVcpus: 8,
    jobMemoryMiB: 28_672,
    jobHours: 24,
  },
}
