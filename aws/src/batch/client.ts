/**
 * What of AWS's client for Batch is called: a module of its own, since a function that only reads need not load it.
 * @module
 */
import { BatchClient, type BatchClientConfig } from '@aws-sdk/client-batch'

export {
  DescribeJobsCommand,
  ListJobsCommand,
  SubmitJobCommand,
  TerminateJobCommand,
} from '@aws-sdk/client-batch'

/** Two clients: what goes through `once` is never repeated by the SDK itself. */
export const openClients = (settings: BatchClientConfig) => {
  const common = { requestHandler: { connectionTimeout: 3_000, socketTimeout: 20_000 }, ...settings }
  return {
    client: new BatchClient({ maxAttempts: 4, ...common }),
    // Of a SubmitJob whose answer is lost Batch would make two jobs.
    once: new BatchClient({ ...common, maxAttempts: 1 }),
  }
}
