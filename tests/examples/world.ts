/**
 * A service with one of everything that examples name, and a spare one for those that delete or cancel it.
 * @module
 */
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { PromptPost } from 'promptpost'
import { startService, writePrompt } from '../../sdk/src/client/service.test.helper.js'
import { writeStudent } from './student.js'

/** Identifiers by their prefix, as `stu`. */
export type Identifiers = Record<string, string>

export type World = {
  url: string
  provider: PromptPost
  client: PromptPost
  token: string
  /** Where examples find and leave their files. */
  folder: string
  hooks: string
  /** Gives the client's token as an issuer gives its own. */
  issuer: string
  ids: Identifiers
  /** A webhook's secret, and a request it signed. */
  received: { secret: string; request: () => Request }
  /** A new one of a kind, for what an example does to it. */
  spare: (prefix: string) => Promise<string>
  /** Of a transfer that runs until it is cancelled. */
  runningJob: () => Promise<string>
  close: () => Promise<void>
}

export const createWorld = async (): Promise<World> => {
  const service = await startService(['--webhooks-to-private', 'yes'])
  const config = JSON.stringify({ model_type: 'gpt2', n_embd: 4, n_layer: 6 })
  for (const name of ['reviews-gpt2', 'spare']) {
    await mkdir(join(service.root, 'models', name))
    await writeFile(join(service.root, 'models', name, 'config.json'), config)
  }
  const connect = async (name: 'provider' | 'client') => {
    const token = await service.token(name, name)
    return { token, made: new PromptPost({ baseUrl: service.url, token }) }
  }
  const [{ made: provider }, { made: client, token }] = [await connect('provider'), await connect('client')]
  const receiver = createServer()
  const requests: { body: string; headers: IncomingHttpHeaders }[] = []
  receiver.on('request', async (request, response) => {
    requests.push({ body: await text(request), headers: request.headers })
    response.end()
    receiver.emit('told')
  })
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  const issuer = createServer((_, response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 300 })),
  )
  await new Promise<void>(resolve => issuer.listen(0, '127.0.0.1', resolve))
  const hooks = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  const folder = join(service.root, 'examples')
  await writePrompt(join(folder, 'prompt'))
  await writeStudent(folder)

  const model = (await provider.models.create({ name: 'tiny' })).id
  const texts = ['a flowering shrub', 'a comedy', 'a brick house']
  const dataset = (await provider.datasets.create({ name: 'public', purpose: 'public', texts })).id
  const newStudent = async () => {
    const { id, job } = await provider.students.create({ model, dataset, layers: 2, steps: 2 })
    await provider.jobs.wait(job!)
    return id
  }
  const newUpload = async () => {
    const facts = { kind: 'dataset', name: 'large', purpose: 'public', content_type: 'text/plain' }
    const response = await fetch(`${service.url}/v1/uploads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...facts, bytes: 7, sha256: '0'.repeat(64) }),
    })
    return ((await response.json()) as { id: string }).id
  }
  const student = await newStudent()
  const newPrompt = async () => (await client.prompts.upload(join(folder, 'prompt'), { student })).id
  const prompt = await newPrompt()
  const newTransfer = async (steps = 2) => client.transfers.create({ prompt, dataset, steps })
  const { id: transfer, job } = await newTransfer()
  await client.jobs.wait(job)
  const newPrediction = async () => {
    const made = await client.predictions.create({ transfer, texts })
    await client.jobs.wait(made.job)
    return made.id
  }
  const newWebhook = async () => client.webhooks.create({ url: hooks, events: ['job.failed'] })
  const { id: webhook, secret } = await newWebhook()
  const told = once(receiver, 'told')
  await client.webhooks.test(webhook)
  await told
  const [{ body, headers }] = requests as [(typeof requests)[number]]

  const spare: Record<string, () => Promise<string>> = {
    mod: async () => (await provider.models.create({ name: 'spare' })).id,
    dst: async () => (await client.datasets.create({ name: 'spare', purpose: 'public', texts })).id,
    upl: newUpload,
    stu: newStudent,
    pmt: newPrompt,
    trf: async () => {
      const made = await newTransfer()
      await client.jobs.wait(made.job)
      return made.id
    },
    prd: newPrediction,
    whk: async () => (await newWebhook()).id,
  }
  return {
    url: service.url,
    provider,
    client,
    token,
    folder,
    hooks,
    issuer: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`,
    ids: {
      mod: model,
      dst: dataset,
      upl: await newUpload(),
      stu: student,
      pmt: prompt,
      trf: transfer,
      job,
      prd: await newPrediction(),
      whk: webhook,
    },
    received: {
      secret,
      request: () => new Request(hooks, { method: 'POST', body, headers: headers as Record<string, string> }),
    },
    spare: prefix => spare[prefix]!(),
    runningJob: async () => (await newTransfer(100_000)).job,
    async close() {
      receiver.close()
      issuer.close()
      await service.close()
    },
  }
}
