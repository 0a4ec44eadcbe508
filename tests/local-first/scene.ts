/**
 * The scene of local-first predictions: a real service with a transferred prompt, the student and its prompt at home, and a
 * proxy between that keeps every byte.
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PromptPost } from 'promptpost'
import { type Message, parseMessages } from '../privacy/http-messages.js'
import { type RecordingProxy, startRecordingProxy } from '../privacy/recording-proxy.js'
import { type Service, startService } from '../support/service.js'
import { tuneSmallPrompt } from '../support/small-story.js'

/** A word of each text's own, by which it is found. */
export const markOf = (at: number): string => `zvq${at}xkw`

const WORDS = ['a quiet film', 'the worst plot of the year', 'charming actors', 'dull and long']

/** Different texts, no two of which the student is as sure of. */
export const TEXTS = Array.from({ length: 10 }, (_, at) => `${WORDS[at % 4]} ${markOf(at)} of ${1950 + at}`)

export type Scene = {
  service: Service
  /** Talks through the proxy. */
  client: PromptPost
  proxy: RecordingProxy
  folder: string
  student: string
  prompt: string
  transfer: string
  end: () => Promise<void>
}

export const setScene = async (): Promise<Scene> => {
  const service = await startService()
  const folder = mkdtempSync(join(tmpdir(), 'promptpost-local-first-'))
  const model = (await service.provider.models.create({ name: 'reviews-gpt2' })).id
  const made = await tuneSmallPrompt({ ...service, model }, folder, 2)
  const settings = { texts: 20, batch_size: 4 }
  const { dataset, prompt } = made
  const { id: transfer, job } = await service.client.transfers.create({ prompt, dataset, steps: 2, settings })
  await service.client.jobs.wait(job)
  const proxy = await startRecordingProxy(service.url)
  return {
    service,
    client: new PromptPost({ baseUrl: proxy.url, token: service.tokens.client }),
    proxy,
    folder,
    student: join(folder, 'student'),
    prompt: join(folder, 'prompt'),
    transfer,
    async end() {
      await proxy.close()
      await service.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Every request since the last call. */
export const requestsSince = async (proxy: RecordingProxy): Promise<Message[]> =>
  (await proxy.take()).flatMap(({ sent }) => parseMessages(sent))
