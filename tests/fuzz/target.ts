/**
 * A service to fuzz: a real server on a free port that holds one of everything.
 * @module
 */
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Call,
  finished,
  issueStudent,
  promptBody,
  startServer,
  TASK,
  writeModel,
} from '../../api/src/testing/server.test.helper.js'
import { announce, begin, contentDigest, sendAll } from '../../api/src/testing/uploads.test.helper.js'
import { REPOSITORY } from '../support/service.js'
import type { Known } from './requests.js'

/** An upload of one part. */
const UPLOADED = Buffer.from('one\ntwo\n')

export const startTarget = async () => {
  // Jobs that the fuzzer starts wait behind the first ones; what is tested is the service, not its workers.
  const flags = ['--rate', '1000000/60', '--max-jobs', '10000', '--webhooks-to-private', 'yes']
  const server = await startServer(flags)
  const [provider, client, stranger] = [
    await server.as('provider', 'provider'),
    await server.as('client', 'client'),
    await server.as('stranger', 'client'),
  ]
  const { model, dataset, student } = await issueStudent(provider)
  const prompt = (await client('POST', '/v1/prompts', promptBody(student))).body.id
  const transfer = (await client('POST', '/v1/transfers', { prompt, dataset, steps: 1 })).body
  await finished(client, transfer.job)
  await writeModel(server, 'newer', { n_layer: 9 })
  const newer = (await provider('POST', '/v1/models', { name: 'newer' })).body.id
  const prediction = (await client('POST', '/v1/predictions', { transfer: transfer.id, texts: ['a'] })).body
  await finished(client, prediction.job)
  const file = (await client('GET', `/v1/students/${student}`)).body.files[0]!.name
  // The fixture's models are none; a prediction at once needs a real one.
  await cp(join(REPOSITORY, 'examples', 'reviews-gpt2'), join(server.models, 'reviews-gpt2'), {
    recursive: true,
  })
  const real = (await provider('POST', '/v1/models', { name: 'reviews-gpt2' })).body.id
  const events = ['job.failed']
  const hook = { url: 'https://127.0.0.1:9/', events }
  const webhook = (await client('POST', '/v1/webhooks', hook)).body.id
  const upload = await begin(client, UPLOADED)
  await sendAll(client, upload, UPLOADED)
  const bodies = {
    createModel: { name: 'tiny' },
    updateModel: {
      templates: [{ name: 'mood', template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }],
    },
    createDataset: { name: 'texts', purpose: 'public', texts: ['a', 'b'] },
    createUpload: announce(UPLOADED),
    createStudent: { model, dataset, layers: 2, steps: 1 },
    createPrompt: promptBody(student),
    createTransfer: { prompt, dataset, steps: 1 },
    createMigration: { transfer: transfer.id, model: newer, dataset, steps: 1 },
    createPrediction: { transfer: transfer.id, texts: ['a'] },
    createWebhook: hook,
  }
  const synchronous = { model: real, task: TASK, texts: ['a', 'b'], synchronous: true }
  const many = async (call: Call, path: string, bodyOf: (at: number) => unknown): Promise<string[]> => {
    const ids = []
    for (let i = 0; i < 15; i++) ids.push((await call('POST', path, bodyOf(i))).body.id)
    return ids
  }
  const tiny = join(server.models, 'tiny')
  for (let i = 0; i < 15; i++) await cp(tiny, join(tiny, '..', `spare${i}`), { recursive: true })
  const spare = {
    deleteModel: await many(provider, '/v1/models', i => ({ name: `spare${i}` })),
    deleteDataset: await many(provider, '/v1/datasets', () => bodies.createDataset),
    deleteUpload: await many(client, '/v1/uploads', () => bodies.createUpload),
    deleteStudent: await many(provider, '/v1/students', () => bodies.createStudent),
    deletePrompt: await many(client, '/v1/prompts', () => bodies.createPrompt),
    deleteTransfer: await many(client, '/v1/transfers', () => bodies.createTransfer),
    deletePrediction: await many(client, '/v1/predictions', () => bodies.createPrediction),
    deleteWebhook: await many(client, '/v1/webhooks', () => hook),
  }
  const known: Known = {
    spare,
    ids: {
      models: model,
      datasets: dataset,
      uploads: upload,
      students: student,
      prompts: prompt,
      transfers: transfer.id,
      predictions: prediction.id,
      jobs: transfer.job,
      webhooks: webhook,
    },
    raw: {
      putUploadPart: {
        body: UPLOADED.toString(),
        headers: {
          'content-type': 'application/octet-stream',
          'content-digest': contentDigest(UPLOADED),
        },
      },
    },
    files: {
      students: file,
      prompts: 'adapter_config.json',
      transfers: 'adapter_model.safetensors',
      predictions: 'predictions.json',
    },
    bodies: {
      ...Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, [body]])),
      createPrediction: [bodies.createPrediction, synchronous],
    },
  }
  const tokens = {
    provider: provider.token,
    client: client.token,
    stranger: stranger.token,
    junk: 'pp_not-a-token',
  }
  return { server, known, tokens }
}
