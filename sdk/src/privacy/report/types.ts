/**
 * What a privacy report holds. All of it is public: it goes up with the prompt.
 * @module
 */
import type { Sealed } from '@promptpost/base/seal'
import type { MechanismFacts } from '../mechanism/mechanism.js'
import type { SamplingRate } from '../mechanism/sampler.js'
import type { PrivacyPlan } from '../plan.js'
import type { LoopPreconditions, Precondition } from './preconditions.js'
import type { GaussianFit, TruePositives } from './reach.js'

/** What a report needs besides the plan. */
export type ReportFacts = {
  /** From `mechanism.facts()`. */
  readonly mechanism: MechanismFacts
  readonly loop: LoopPreconditions
  /**
   * The number of examples if it is treated as public; `private` if the plan was made from a public estimate instead
   * of the true number (a plan reveals the number it was made from). With add-remove it must be `private`.
   */
  readonly datasetSize: number | 'private'
  /** What leaves the process: the last prompt alone, or prompts of several steps too. The claim covers both. */
  readonly released: 'final-prompt' | 'all-checkpoints'
  /** What is made of the noised gradients; it costs nothing. */
  readonly optimiser: 'adam' | 'sgd'
  /** When the ledger that the run was charged to was begun, ISO 8601; its day is told. Absent without a ledger. */
  readonly ledgerSince?: string | undefined
}

/** Version 2 of the report before it is signed, plain JSON. Everything but the facts above follows from `plan`. */
export type UnsealedReport = {
  readonly version: 2
  readonly guarantee: {
    /** Nats; all planned steps, one run. */
    readonly epsilon: number
    readonly delta: number
    readonly bound: 'upper'
    /** What no accounting of the same steps gets under: how much of `epsilon` is the accountant's caution. 0 where none is known. */
    readonly atLeast: number
    readonly adjacency: PrivacyPlan['adjacency']
    readonly unit: PrivacyPlan['unit']
    readonly recordsPerUnit: number
    readonly datasetSize: { readonly public: true; readonly examples: number } | { readonly public: false }
    readonly duplicates: 'each counts as an example of its own'
    readonly gaussian: GaussianFit
    readonly truePositives: readonly TruePositives[]
  }
  readonly setting: {
    readonly trust: 'central-model-on-client'
    readonly released: ReportFacts['released']
    readonly seenBy: string
  }
  readonly mechanism: {
    readonly name: 'poisson-subsampled-gaussian'
    readonly sampler: 'poisson'
    readonly samplingRate: SamplingRate
    readonly steps: { readonly planned: number; readonly taken: number }
    readonly noiseMultiplier: number
    readonly clip: number
    readonly expectedBatch: number
    readonly dimension: number
    readonly optimiser: ReportFacts['optimiser']
    readonly latticeBits: number
    readonly noiseGenerator: 'karney-exact-rounded-gaussian'
    readonly randomness: 'node:crypto'
  }
  readonly accounting: {
    readonly accountant: 'pld'
    readonly version: 2
    readonly beside: 'rdp; the smaller of both bounds is claimed'
    readonly directions: 'add and remove'
    readonly errors: string
    readonly adaptivity: 'steps may depend on earlier releases'
  }
  readonly notCovered: readonly string[]
  /** What other runs on the same records come to is known to the client alone: those figures depend on the records. */
  readonly ledger:
    | { readonly kept: true; readonly where: 'client'; readonly since: string }
    | { readonly kept: false }
  readonly audit: {
    readonly implementation: readonly string[]
    readonly meaning: string
    readonly ownAudits: 'stay on the client'
  }
  readonly preconditions: { readonly [name in Precondition]: true }
  readonly caveats: readonly string[]
  /** As it was recorded: the sampler, the clip, the noise and the claim came of this one object. */
  readonly plan: PrivacyPlan
}

/** A report with the digests of its prompt's files and a signature over both. */
export type PrivacyReport = Sealed<UnsealedReport>
