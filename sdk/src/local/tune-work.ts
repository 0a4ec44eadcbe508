/**
 * Local tuning itself, as it runs in the compute process: data in, prompt folder out. Nothing goes over a network.
 * @module
 */

import type { KeyObject } from 'node:crypto'
import { rm, rmdir } from 'node:fs/promises'
import { PromptPostError } from '@promptpost/base'
import { readExamples } from '@promptpost/engine/data'
import {
  openWorkbench,
  TUNE_DEFAULTS,
  type TuneResult,
  tuneWith,
  type Workbench,
  writeSoftPrompt,
} from '@promptpost/engine/post'
import { chooseDevice } from '@promptpost/engine/runtime'
import {
  createMechanism,
  ledgerDirectory,
  type PlannedMechanism,
  type PrivacyPlan,
  poorProspects,
  signingKey,
  writePrivacyReport,
} from '../privacy/index.js'
import { type Bookkeeping, openBooks } from './bookkeeping.js'
import { checkpointBeside } from './checkpoint-place.js'
import { planFor } from './privacy-plan.js'
import { type HeldPlace, holdPlace, requireFree } from './prompt-place.js'
import type { PrivacyRequest, TunedPrompt, TunePromptOptions } from './tune-options.js'
import { withDefaults } from './tune-settings.js'

type Prepared = { plan: PrivacyPlan; mechanism: PlannedMechanism }

/** What the report of a private run is made with. */
type Reporting = Prepared & { key: KeyObject; examples: number; optimiser: 'adam' | 'sgd' }

const prepare = (request: PrivacyRequest, examples: number, steps: number, dimension: number): Prepared => {
  const plan = planFor(request, examples, steps)
  return { plan, mechanism: createMechanism(plan, examples, dimension) }
}

/** Tunes and writes the folder whole or not at all. */
export const tuneWork = async (options: TunePromptOptions): Promise<TunedPrompt> => {
  const settings = withDefaults(options)
  await requireFree(options.out)
  const examples = await readExamples(options.data, options.read)
  const workbench = await openWorkbench(options.student)
  const { steps, virtualTokens } = settings
  const dimension = virtualTokens * workbench.model.config.width
  const private_ = options.privacy && prepare(options.privacy, examples.length, steps, dimension)
  // Before the books are opened, so that whoever reads it can still stop.
  const note = private_ && poorProspects(private_.plan, dimension)
  if (note !== undefined) options.onProgress?.({ stage: 'tune', step: 0, steps, note })
  const books = await openBooks(examples, private_?.plan, options.ledger)
  // Before the run is charged: a prompt that is paid for must not be lost for want of a key.
  const reporting = private_ && {
    ...private_,
    key: await signingKey(options.ledger?.directory ?? ledgerDirectory()),
    examples: examples.length,
    optimiser: options.optimizer ?? TUNE_DEFAULTS.optimizer,
  }
  const device = await chooseDevice(options.device ?? 'cpu')
  const ownCheckpoint = checkpointBeside(options.out)
  const place = await holdPlace(options.out)
  let settled = options.out
  const result = await tuneWith(workbench, {
    ...settings,
    examples,
    source: options.data,
    device,
    mechanism: private_?.mechanism,
    mechanismIdentity: private_ && { plan: private_.plan, data: books.dataIdentity },
    admit: books.admit,
    checkpointDirectory: options.checkpoint ?? ownCheckpoint,
    deliver: async made => {
      settled = await deliver(place, workbench, made, reporting, books)
    },
  })
    .catch(async error => {
      // Where none was kept, or none could be.
      await rmdir(ownCheckpoint).catch(() => {})
      throw error
    })
    .finally(() => place.release())
  await rm(ownCheckpoint, { recursive: true, force: true })
  if (settled !== options.out)
    throw new PromptPostError('conflict', 'was taken while the prompt was tuned', {
      field: 'out',
      value: options.out,
      next: `The finished prompt is in ${settled}: move it to where you want it.`,
    })
  const { losses, seconds } = result
  const { standing, warnings } = books
  return {
    out: options.out,
    losses,
    seconds,
    ...(private_ && { privacy: claimOf(private_.plan) }),
    ...(standing && { ledger: standing }),
    warnings,
  }
}

const claimOf = ({ epsilon, delta, noiseMultiplier }: PrivacyPlan) => ({ epsilon, delta, noiseMultiplier })

const report = async (folder: string, reporting: Reporting, books: Bookkeeping): Promise<void> => {
  const { plan, mechanism, key, examples, optimiser } = reporting
  await writePrivacyReport(folder, {
    plan,
    key,
    standing: books.standing,
    facts: {
      // A resumed run's mechanism counted its own steps only; all planned ones were taken when tuning ends.
      mechanism: { ...mechanism.facts(), stepsTaken: plan.steps },
      loop: {
        independentGradients: true,
        noPrivateControl: true,
        noPrivateMetrics: true,
        planFixedInAdvance: true,
      },
      datasetSize: examples,
      released: 'final-prompt',
      optimiser,
    },
  })
}

/** Writes the prompt and puts it in its place. @returns where it is; see {@link HeldPlace} */
const deliver = async (
  { folder, settle }: HeldPlace,
  workbench: Workbench,
  result: TuneResult,
  reporting: Reporting | undefined,
  books: Bookkeeping,
): Promise<string> => {
  const { layers, heads, kind } = workbench.model.config
  await writeSoftPrompt(folder, result.prompt, { layers, heads, kind })
  if (reporting) await report(folder, reporting, books)
  // Before the prompt can be seen: a charge of which a prompt is out must not be continued into another.
  await books.finish()
  return settle()
}
