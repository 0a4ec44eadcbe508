/**
 * `tune --dry-run`: what would be computed, for how long, what it would cost, what would leave the machine.
 * @module
 */
import { planTuning, type TunePromptOptions, type TuningPlan } from '../local/index.js'
import type { Context } from './context.js'
import { type PlannedPrivacy, plannedPrivacy, privacyLines } from './project/run-plan.js'
import { duration } from './text.js'

/** As `--json` gives it. */
const planOf = ({ privacy, ledger, ...plan }: TuningPlan) => ({
  ...plan,
  privacy: privacy && ledger ? plannedPrivacy(privacy, ledger) : null,
  /** `tune` opens no connection. */
  uploads: [] as string[],
})

const timeOf = ({ seconds, pace }: TuningPlan): string => {
  const whole = duration(seconds)
  const steps = `${pace.measured} ${pace.measured === 1 ? 'step' : 'steps'}`
  const step = `${pace.secondsPerStep.toPrecision(3)} s a step, measured just now on ${steps}`
  return pace.textTokens === undefined
    ? `about ${whole}: ${step} of these examples`
    : `at most about ${whole}: ${step} of made-up texts of ${pace.textTokens} tokens, the longest there may be; the data is not timed`
}

const render = (plan: TuningPlan, privacy: PlannedPrivacy | null): string =>
  [
    `tune      ${plan.virtualTokens} virtual tokens of width ${plan.width} on ${plan.examples} examples: ${plan.steps} steps of ${plan.privacy ? 'in the mean ' : ''}${plan.batch}, on ${plan.device}`,
    ...(plan.goesOn ? ['          it would go on from the checkpoint that is there'] : []),
    `time      ${timeOf(plan)}`,
    ...privacyLines(privacy, false),
    'leaves    nothing: tune opens no connection',
    `out       ${plan.out}`,
  ].join('\n')

export const printTuningPlan = async (context: Context, options: TunePromptOptions): Promise<void> => {
  context.note('measuring the pace')
  const plan = await planTuning({ ...options, signal: context.signal })
  const { note, ...shown } = planOf(plan)
  context.print({ plan: shown }, () => render(plan, shown.privacy))
  if (note !== undefined) context.note(note)
  context.note('nothing was done, and nothing was charged')
}
