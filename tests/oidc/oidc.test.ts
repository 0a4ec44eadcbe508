/**
 * The whole story with tokens of an OpenID Connect issuer and no other: a provider issues a student, a client tunes a prompt
 * on it at home and has it transferred; the shipped model, real workers.
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PromptPost, tunePrompt } from 'promptpost'
import { AuthenticationError, PermissionDeniedError } from 'promptpost/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AUDIENCE, startIssuer, type TestIssuer } from '../../api/src/testing/issuer.test.helper.js'
import { furnish, LABELS, PRIVATE_FILE, publicTexts, TASK } from '../support/dbpedia.js'
import { type Service, startService } from '../support/service.js'

const LONG = 400_000
let issuer: TestIssuer
let service: Service
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'promptpost-oidc-'))
  issuer = await startIssuer()
  service = await startService({
    PROMPTPOST_OIDC_ISSUER: issuer.url,
    PROMPTPOST_OIDC_AUDIENCE: AUDIENCE,
    PROMPTPOST_OIDC_TENANT_CLAIM: 'org',
  })
}, LONG)

afterAll(async () => {
  await service.stop()
  await issuer.leave()
  rmSync(folder, { recursive: true, force: true })
})

const clientOf = async (org: string, role: string | string[]): Promise<PromptPost> =>
  new PromptPost({ baseUrl: service.url, token: await issuer.token({ org, role, tenant: 'ignored' }) })

it(
  'goes from a model to predictions',
  async () => {
    const provider = await clientOf('acme', 'provider')
    const client = await clientOf('lab', 'client')
    const { student, dataset } = await furnish(provider, publicTexts(40))
    await client.students.download(student, join(folder, 'student'))
    await tunePrompt({
      student: join(folder, 'student'),
      data: PRIVATE_FILE,
      task: TASK,
      virtualTokens: 4,
      maxTokens: 32,
      steps: 2,
      out: join(folder, 'prompt'),
    })
    const prompt = await client.prompts.upload(join(folder, 'prompt'), { student })
    const transfer = await client.transfers.create({
      prompt: prompt.id,
      dataset,
      steps: 2,
      settings: { texts: 20, batch_size: 8, max_tokens: 32 },
    })
    await client.jobs.wait(transfer.job)
    const prediction = await client.predictions.create({ transfer: transfer.id, texts: ['a brick house'] })
    await client.jobs.wait(prediction.job)
    const { results } = await client.predictions.get(prediction.id)
    expect(LABELS).toContain(results?.[0]?.label)

    const reader = await clientOf('lab', ['client', 'read-only'])
    expect((await reader.prompts.list().all()).map(({ id }) => id)).toEqual([prompt.id])
    await expect(reader.prompts.delete(prompt.id)).rejects.toBeInstanceOf(PermissionDeniedError)
    const stranger = await clientOf('elsewhere', 'client')
    expect(await stranger.prompts.list().all()).toEqual([])
    const expired = await issuer.token({ org: 'lab', exp: 1000 })
    const late = new PromptPost({ baseUrl: service.url, token: expired })
    const refusal = await late.prompts
      .list()
      .all()
      .catch((error: Error) => error)
    expect(refusal).toBeInstanceOf(AuthenticationError)
    expect(JSON.stringify([refusal, String(refusal)])).not.toContain(expired.split('.')[1])

    const tokens = [expired, await issuer.token({ org: 'lab', role: 'client' })]
    const renewing = new PromptPost({ baseUrl: service.url, token: async () => tokens.shift()! })
    expect((await renewing.prompts.list().all()).map(({ id }) => id)).toEqual([prompt.id])
    expect(tokens).toEqual([])
  },
  LONG,
)
