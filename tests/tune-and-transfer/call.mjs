/**
 * The one call in a process of its own, to be killed: options as JSON on the command line, what it says as JSON lines.
 */
import { PromptPost } from 'promptpost/client'

const say = line => process.stdout.write(`${JSON.stringify(line)}\n`)
const { PROMPTPOST_URL: baseUrl, PROMPTPOST_TOKEN: token } = process.env
const client = new PromptPost({ baseUrl, token })
const result = await client.prompts.tuneAndTransfer({
  ...JSON.parse(process.argv[2]),
  onPlan: plan => say({ plan }),
  onProgress: progress => say({ progress }),
})
say({ result })
