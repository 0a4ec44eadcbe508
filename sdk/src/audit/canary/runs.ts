/**
 * The audited run, with canaries of either kind. Its prompt is looked at here and goes no further.
 * @module
 */
import type { Example } from '@promptpost/engine/data'
import { type GradientMechanism, tuneWith } from '@promptpost/engine/post'
import { createRandom } from '@promptpost/engine/text'
import type { PrivacyPlan } from '../../privacy/index.js'
import { rateValue } from '../../privacy/mechanism/sampler.js'
import { chargeAudit } from '../books.js'
import type { CanaryScore } from '../bounds/one-run.js'
import type { AuditFolder } from '../folder.js'
import type { AuditMonitor } from '../options.js'
import type { AuditSetup } from '../setup.js'
import { drawDirections } from './directions.js'
import { type Injection, injectCanaries } from './inject.js'
import { checkNoise, checkSignal, type LawCheck } from './law-check.js'
import { drawTextCanaries, scoreTextCanaries } from './text-canaries.js'

/** The mechanism of a plan; the tests put others here, to see that they are found out. */
export type MechanismFactory = (plan: PrivacyPlan, examples: number, dimension: number) => GradientMechanism

/** How the run's noise and canaries came out, which gradient canaries alone can tell. */
export type LawChecks = { noise: LawCheck; signal: LawCheck }

export type CanaryRun = { scores: CanaryScore[]; checks: LawChecks | null }

export type RunParts = {
  setup: AuditSetup
  folder: AuditFolder
  make: MechanismFactory
  canaries: number
  monitor: AuditMonitor
}

/** What a gradient canary's place in the data is held by; its own gradient is never used. */
const FILLER = 'canary'

/** Fair coins, of a public seed: who audits may know them, the guesses are made without. */
const throwCoins = (count: number, seed: number): boolean[] => {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => random.integer(2) === 1)
}

const tuneWithCanaries = async (
  { setup, folder, monitor }: RunParts,
  examples: readonly Example[],
  mechanism: GradientMechanism | undefined,
) => {
  const { workbench, settings, facts, compute, plan } = setup
  const charge = plan && (await chargeAudit(folder.ledger, plan, examples))
  const { prompt } = await tuneWith(workbench, {
    ...settings,
    task: facts.task,
    examples,
    source: facts.data.file,
    ...(mechanism && { mechanism }),
    ...(charge && { admit: charge.admit }),
    ...compute,
    ...monitor,
  })
  await charge?.finish()
  return prompt
}

const dimensionOf = ({ settings, workbench }: AuditSetup): number =>
  settings.virtualTokens * workbench.model.config.width

const checksOf = (plan: PrivacyPlan, coins: readonly boolean[], injection: Injection): LawChecks => {
  const steps = injection.steps()
  const total = (values: Float64Array, present: boolean): [sum: number, count: number] => {
    const chosen = [...values].filter((_, canary) => coins[canary] === present)
    return [chosen.reduce((sum, value) => sum + value, 0), chosen.length * steps]
  }
  const { noiseMultiplier, samplingRate } = plan
  return {
    noise: checkNoise(noiseMultiplier, ...total(injection.squares, false)),
    signal: checkSignal(rateValue(samplingRate), noiseMultiplier, ...total(injection.sums, true)),
  }
}

export const gradientRun = async (parts: RunParts, plan: PrivacyPlan): Promise<CanaryRun> => {
  const { setup, make, canaries } = parts
  const { records, settings, facts } = setup
  const coins = throwCoins(canaries, settings.seed)
  const directions = drawDirections(canaries, dimensionOf(setup), settings.seed)
  const included = coins.flatMap((present, canary) => (present ? [canary] : []))
  const label = Object.keys(facts.task.verbalizer)[0]!
  const examples = [...records, ...included.map(() => ({ text: FILLER, label, line: 0 }))]
  const injection = injectCanaries(
    make(plan, examples.length, dimensionOf(setup)),
    plan,
    directions,
    example => included[example - records.length],
  )
  await tuneWithCanaries(parts, examples, injection.mechanism)
  return {
    scores: coins.map((present, canary) => ({ present, score: injection.losses[canary]! })),
    checks: checksOf(plan, coins, injection),
  }
}

export const textRun = async (parts: RunParts): Promise<CanaryRun> => {
  const { setup, make, canaries, monitor } = parts
  const { workbench, records, settings, plan, facts } = setup
  const labels = Object.keys(facts.task.verbalizer)
  const coins = throwCoins(canaries, settings.seed)
  const texts = drawTextCanaries(workbench.tokenizer, labels, canaries, settings.seed)
  const examples = [...records, ...texts.filter((_, canary) => coins[canary])]
  const mechanism = plan && make(plan, examples.length, dimensionOf(setup))
  const prompt = await tuneWithCanaries(parts, examples, mechanism)
  const scores = await scoreTextCanaries(setup, prompt, texts, monitor)
  return { scores: coins.map((present, canary) => ({ present, score: scores[canary]! })), checks: null }
}
