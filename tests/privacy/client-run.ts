/**
 * A client's whole run through the CLI, and beside it the list of what it may send, each body written down before it is
 * sent. What is sent for prediction is sent on purpose: that text is not private here.
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PromptPost } from 'promptpost/client'
import type { UploadContents } from '../../sdk/src/cli/explain-upload/contents.js'
import type { AllowedRequest } from './allowed-requests.js'
import type { Ran } from './client-machine.js'
import { PRIVATE, tuneArguments } from './private-data.js'
import type { Story } from './story.js'

export type Explained = { contents: UploadContents; body: Buffer }

export type Run = {
  list: AllowedRequest[]
  /** By a name for each. */
  commands: Record<string, Ran>
  /** What `explain-upload` said of each prompt. */
  explained: Record<'plain' | 'noised', Explained>
}

const QUERY = 'a film that was shown on public television'
const STUDENT_FILES = [
  'config.json',
  'model.safetensors',
  'promptpost.json',
  'tokenizer.json',
  'tokenizer_config.json',
]

const bodyOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

/** Reads the answer of a command that must have succeeded. */
export const answerOf = ({ args, code, stdout, stderr }: Ran) => {
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`)
  return JSON.parse(stdout.toString())
}

export const explainTo = async (
  { client, machine, student }: Story,
  folder: string,
): Promise<Explained & { ran: Ran }> => {
  const out = `${folder}-body.json`
  const ran = await client(['explain-upload', folder, '--student', student, '--out', out, '--json'])
  return { ran, contents: answerOf(ran), body: readFileSync(join(machine.work, out)) }
}

export const PRIVATELY = [
  '--epsilon',
  '8',
  '--expected-batch',
  '16',
  '--steps',
  '3',
  '--checkpoint-seconds',
  '0',
]

export const runClient = async (story: Story): Promise<Run> => {
  const { student, dataset, data, client, provider } = story
  const commands: Run['commands'] = {}
  const list: AllowedRequest[] = []
  const run = async (name: string, args: readonly string[]): Promise<Ran> => {
    commands[name] = await client(args)
    return commands[name]
  }
  const allow = (method: string, target: string | RegExp, body: Buffer | null = null): void => {
    list.push({ method, target, body })
  }
  const allowFollowing = (job: string): void => {
    list.push({
      method: 'GET',
      target: `/v1/jobs/${job}/events`,
      body: null,
      headers: { accept: 'text/event-stream' },
    })
    allow('GET', `/v1/jobs/${job}`)
  }

  allow('GET', `/v1/students/${student}`)
  for (const file of STUDENT_FILES) allow('GET', `/v1/students/${student}/files/${file}`)
  answerOf(await run('download', ['students', 'download', student, 'student', '--json']))

  answerOf(await run('tune', tuneArguments(data, 'plain', '--steps', '3', '--json')))
  await run('tune privately', tuneArguments(data, 'noised', ...PRIVATELY))
  answerOf(await run('verify', ['privacy', 'verify', 'noised', '--json']))
  const [, ...tuning] = tuneArguments(data, 'audit', '--steps', '3')
  answerOf(await run('audit', ['audit', 'lira', ...tuning, '--shadows', '6', '--json']))

  const explained = {} as Run['explained']
  const ids = {} as Record<'plain' | 'noised', string>
  for (const folder of ['plain', 'noised'] as const) {
    const { ran, ...told } = await explainTo(story, folder)
    commands[`explain ${folder}`] = ran
    explained[folder] = told
    allow(told.contents.request.method, told.contents.request.path, told.body)
    const upload = ['prompts', 'upload', folder, '--student', student, '--json']
    ids[folder] = answerOf(await run(`upload ${folder}`, upload)).id
  }

  const asked = ['--file', data, '--text-column', PRIVATE.textColumn, '--max-tokens', '40', '--json']
  answerOf(await run('effect', ['effect-check', '--model', 'student', '--prompt', 'noised', ...asked]))
  for (const to of ['peft', 'vllm'])
    answerOf(await run(`export ${to}`, ['prompts', 'export', 'noised', '--to', to, '--out', to, '--json']))

  const settings = { batch_size: 8, texts: 24, max_tokens: 40 }
  allow('POST', '/v1/transfers', bodyOf({ prompt: ids.noised, dataset, steps: 2, settings }))
  const flags = ['--steps', '2', '--batch-size', '8', '--texts', '24', '--max-tokens', '40']
  const create = ['transfers', 'create', '--prompt', ids.noised, '--dataset', dataset, ...flags, '--json']
  const { id: transfer, job } = answerOf(await run('transfer', create))
  allowFollowing(job)
  answerOf(await run('wait', ['jobs', 'wait', job, '--json']))
  await run('follow', ['jobs', 'events', job])
  allow('GET', `/v1/transfers/${transfer}`)
  answerOf(await run('show', ['transfers', 'show', transfer, '--json']))

  allow('POST', '/v1/predictions', bodyOf({ transfer, texts: [QUERY], synchronous: true }))
  const asking = ['predict', '--transfer', transfer, '--text', QUERY, '--json']
  answerOf(await run('predict', asking))
  allow('POST', '/v1/predictions', bodyOf({ transfer, texts: [QUERY] }))
  const { predictions } = answerOf(await run('predict by a job', [...asking, '--job']))
  allow('GET', `/v1/predictions/${predictions[0]}`)
  // The prediction's job is named by the service while the command runs; asked for beside the recorded run.
  const beside = new PromptPost({ baseUrl: provider.url, token: provider.tokens.client })
  allowFollowing((await beside.predictions.get(predictions[0])).job)
  return { list, commands, explained }
}
