/**
 * For tests of the client: a service that has issued a student, a proxy before it that can break things, and clients whose log is kept.
 * @module
 */
import { type LogEntry, PromptPost, type PromptPostOptions } from './index.js'
import { type FaultyProxy, type Service, startProxy, startService } from './service.test.helper.js'

export type Issued = {
  service: Service
  proxy: FaultyProxy
  /** Straight to the service. */
  provider: PromptPost
  /** The client's. */
  token: string
  /** Through the proxy. */
  client: PromptPost
  /** Of clients since the last reset. */
  log: LogEntry[]
  ids: { model: string; dataset: string; student: string; job: string }
  /** One more client through the proxy. */
  connect: (options?: Partial<PromptPostOptions>) => PromptPost
  /** To be called before each test: an honest proxy, a new client, an empty log. */
  reset: () => void
  close: () => Promise<void>
}

export const startIssued = async (): Promise<Issued> => {
  const service = await startService()
  const proxy = await startProxy(service.url)
  const provider = new PromptPost({
    baseUrl: service.url,
    token: await service.token('provider', 'provider'),
  })
  const token = await service.token('client', 'client')
  const model = await provider.models.create({ name: 'tiny' })
  const texts = ['a', 'b\nc', 'ü']
  const dataset = await provider.datasets.create({ name: 'public', purpose: 'public', texts })
  const student = await provider.students.create({
    model: model.id,
    dataset: dataset.id,
    layers: 2,
    steps: 2,
  })
  const job = student.job as string
  await provider.jobs.wait(job)

  const record = (_: string, entry: LogEntry): void => void issued.log.push(entry)
  const logger = { error: record, warn: record, info: record, debug: record }
  const connect = (options: Partial<PromptPostOptions> = {}): PromptPost =>
    new PromptPost({ baseUrl: proxy.url, token, logger, logLevel: 'debug', ...options })
  const issued: Issued = {
    ...{ service, proxy, provider, token, connect, client: connect(), log: [] },
    ids: { model: model.id, dataset: dataset.id, student: student.id, job },
    reset() {
      Object.assign(proxy, { mischief: undefined, cutAfter: undefined, seen: [] })
      issued.log = []
      issued.client = connect()
    },
    async close() {
      await proxy.close()
      await service.close()
    },
  }
  return issued
}
