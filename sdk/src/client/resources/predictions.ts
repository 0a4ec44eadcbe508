/**
 * `client.predictions`: labels from the large model.
 * @module
 */
import type { ClassifiedLocalFirst, ClassifyLocalFirstOptions } from '../../local-first/options.js'
import type { ApiPromise } from '../api-promise.js'
import { ask, type Connection, deleter, lister, type Schemas } from '../connection.js'
import { sha256Of } from '../digests.js'
import { fileReader } from '../downloads.js'
import { ConflictError, IntegrityError } from '../errors.js'
import type { CallOptions } from '../transport.js'
import { jobsOf, type WaitOptions } from './jobs.js'

/** Most texts of one answer, as openapi.yaml has it. */
const SYNCHRONOUS_TEXTS = 64
/** Most texts of one job. */
export const JOB_TEXTS = 1000

/** Texts and the transfer, prompt or model that classifies them. */
export type NewPrediction = Omit<Schemas['PredictionCreate'], 'synchronous'>

/** `by` says how the texts were classified; `predictions` are those of the jobs, whose results can be read again. */
export type Classified = {
  labels: string[]
  results: Schemas['PredictionResult'][]
  by: 'answer' | 'job'
  predictions: string[]
}

export type ClassifyOptions = WaitOptions & {
  /** Most texts that are asked for in answers, 64 in each, one after the other; more go into jobs. Default 256; 0 for jobs only. */
  mostSynchronous?: number | undefined
  /** In place of waiting for a job until it has succeeded. */
  wait?: ((job: string) => Promise<unknown>) | undefined
}

/** Parts of at most `size`; of nothing one, which is for the service to refuse. */
const slices = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.max(1, Math.ceil(items.length / size)) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )

export const predictionsOf = (connection: Connection) => {
  const { api } = connection
  const post = (body: Schemas['PredictionCreate'], call?: CallOptions) =>
    ask(connection, call, fetch => api.POST('/v1/predictions', { body, fetch }))
  const create = (body: NewPrediction, call?: CallOptions) =>
    post(body, call) as ApiPromise<Schemas['Prediction']>
  const get = (id: string, call?: CallOptions): ApiPromise<Schemas['Prediction']> =>
    ask(connection, call, fetch => api.GET('/v1/predictions/{id}', { params: { path: { id } }, fetch }))

  const read = fileReader(connection, 'predictions')
  const results = async (
    id: string,
    call?: Omit<CallOptions, 'idempotencyKey'>,
  ): Promise<Schemas['PredictionResult'][] | undefined> => {
    const { results, files } = await get(id, call)
    const [file] = files
    if (results || !file) return results
    const bytes = new Uint8Array(await (await read(id, file.name, call)).arrayBuffer())
    if ((await sha256Of(bytes)) !== file.sha256)
      throw new IntegrityError(file.name, 'does not have the digest that the prediction says')
    return JSON.parse(new TextDecoder().decode(bytes))
  }

  const byAnswers = async (body: NewPrediction, call: CallOptions): Promise<Classified> => {
    const all: Classified = { labels: [], results: [], by: 'answer', predictions: [] }
    for (const texts of slices(body.texts, SYNCHRONOUS_TEXTS)) {
      const answer = (await post({ ...body, texts, synchronous: true }, call)) as Schemas['Classification']
      all.labels = answer.labels
      all.results.push(...answer.results)
    }
    return all
  }

  const byJobs = async (body: NewPrediction, { wait, ...options }: ClassifyOptions): Promise<Classified> => {
    const all: Classified = { labels: [], results: [], by: 'job', predictions: [] }
    for (const texts of slices(body.texts, JOB_TEXTS)) {
      // The last part may have fewer texts than shards were asked for.
      const shards = body.shards && { shards: Math.min(body.shards, texts.length) }
      const { id, job, labels } = await create({ ...body, ...shards, texts }, options)
      await (wait ? wait(job) : jobsOf(connection).wait(job, options))
      all.labels = labels
      all.results.push(...((await results(id, options)) ?? []))
      all.predictions.push(id)
    }
    return all
  }

  return {
    /**
     * Starts a prediction for at most 1000 texts; after `jobs.wait(prediction.job)`, `get` has the results. The service sees the
     * texts and deletes them when the job ends.
     *
     * @example
     * const { id, job } = await client.predictions.create({
     *   transfer: 'trf_01h455vb4pex5vsknk084sn02q', texts: ['a flowering shrub of the Andes'],
     * })
     * await client.jobs.wait(job)
     * console.log(await client.predictions.results(id))
     */
    create,
    /**
     * Checks the same body and tells what its job would take. Creates nothing; the texts go to the service all the same.
     *
     * @example
     * const { tokens, seconds, cost } = await client.predictions.estimate({
     *   transfer: 'trf_01h455vb4pex5vsknk084sn02q', texts: ['a flowering shrub of the Andes'],
     * })
     */
    estimate: (body: NewPrediction, call?: CallOptions): ApiPromise<Schemas['Estimate']> =>
      ask(connection, call, fetch =>
        api.POST('/v1/predictions', { params: { query: { dry_run: true } }, body, fetch }),
      ) as ApiPromise<Schemas['Estimate']>,
    /**
     * Labels of any number of texts. Few are asked for in answers, of which the service stores nothing; many go into jobs, and so
     * do all where the service predicts by jobs only or `shards` are asked for.
     *
     * @example
     * const { labels, results } = await client.predictions.classify({
     *   transfer: 'trf_01h455vb4pex5vsknk084sn02q', texts: ['a flowering shrub of the Andes'],
     * })
     * @throws what `jobs.wait` throws, when a job fails
     */
    classify: async (body: NewPrediction, options: ClassifyOptions = {}): Promise<Classified> => {
      const { mostSynchronous = 4 * SYNCHRONOUS_TEXTS, ...rest } = options
      if (body.texts.length > mostSynchronous || (body.shards ?? 1) > 1) return byJobs(body, rest)
      try {
        return await byAnswers(body, rest)
      } catch (error) {
        if (error instanceof ConflictError && error.code === 'not-offered') return byJobs(body, rest)
        throw error
      }
    },
    /**
     * Labels of any number of texts, of which only those leave this machine that the student is not sure of. The student answers
     * all of them here, with the prompt that was tuned on it; the others go to the large model, with the transferred prompt, as
     * `classify` sends them. Where none is left, no request is made. Give `confidence`, `sendAtMost` or both. Needs Node.
     *
     * The service learns which texts the student was not sure of, and how many they are; neither its labels nor its
     * confidence. docs/results/local-first.md has the accuracy at each share.
     *
     * @returns one result per text, with who answered it, and how many texts stayed and left
     * @throws PromptPostError naming the option or file that is wrong; 'conflict' when the transfer has other labels than the
     *   prompt; nothing is sent then
     * @throws UserAbortError when `signal` fires, and what `classify` throws for the texts that are sent
     *
     * @example
     * const { results, atHome, sent } = await client.predictions.classifyLocalFirst({
     *   transfer: 'trf_01h455vb4pex5vsknk084sn02q', student: 'my-student', prompt: 'my-prompt',
     *   texts: ['a quiet, moving film', 'two hours of rain', 'a comedy'],
     *   sendAtMost: 0.4,
     *   onPlan: plan => console.log(`${plan.sent} of ${plan.texts} texts will be sent`),
     * })
     * console.log(results.map(({ label, answeredBy }) => `${label}, by the ${answeredBy}`), atHome, sent)
     */
    async classifyLocalFirst(options: ClassifyLocalFirstOptions): Promise<ClassifiedLocalFirst> {
      const { classifyLocalFirst } = await import('#disk')
      return classifyLocalFirst(connection, options)
    },
    /**
     * One prediction, with its results when it is done, unless they are more than the service puts into an answer: see `results`.
     *
     * @example
     * const { labels, results } = await client.predictions.get('prd_01h455vb4pex5vsknk084sn02q')
     */
    get,
    /**
     * The results of one prediction, however many; undefined while it has none.
     *
     * @example
     * const results = await client.predictions.results('prd_01h455vb4pex5vsknk084sn02q')
     * @throws IntegrityError when they are not those that the service made
     */
    results,
    /**
     * Predictions, without their results.
     *
     * @example
     * for await (const { id, status } of client.predictions.list({ order: 'desc' })) console.log(id, status)
     */
    list: lister<'/v1/predictions', Schemas['Prediction']>(connection, '/v1/predictions'),
    /**
     * Deletes it with its texts, its results and its job, which is stopped first.
     *
     * @example
     * await client.predictions.delete('prd_01h455vb4pex5vsknk084sn02q')
     */
    delete: deleter(connection, '/v1/predictions/{id}'),
  }
}
