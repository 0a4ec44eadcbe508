/**
 * What a report says in words. They are part of version 2: a verifier asks for these very sentences, so that nobody can
 * write kinder ones. Other words are another version.
 * @module
 */

const OTHER_RUNS =
  'Other runs on the same data, failed, abandoned and hyper-parameter search runs included: their costs add up.'

const UNKNOWN_RUNS =
  'Other runs on the same data: their costs add up. The ledger on the client composes those it knows of; runs before it was ' +
  'begun, on other machines or in another ledger it does not know.'

const NOT_COVERED = [
  'Any figure measured on private data and shown, such as loss or accuracy, unless noised and charged.',
  'The texts sent for prediction: the provider sees every inference query.',
  'Facts that many records share, and people with several records: the unit is what is named, no more.',
  'What the base model learned before tuning, even if the same records were in its training data.',
  'Template, label words and initial text, if they were chosen by looking at the private data; so too steps, clip and batch.',
  'An attacker who can watch memory or the timing of single samples on the machine that tunes.',
]

export const notCovered = (hasLedger: boolean): string[] => [
  hasLedger ? UNKNOWN_RUNS : OTHER_RUNS,
  ...NOT_COVERED,
]

export const CAVEATS = [
  'Delta is the probability mass of outcomes for which the bound by epsilon need not hold. It is below one over the number of ' +
    'examples, since at that size publishing a whole record would be allowed.',
  'One epsilon at one delta is one point of the guarantee: compare guarantees by the whole curve, or by the true positives ' +
    'that an attacker can have at few false ones.',
  'The signature shows that report and prompt belong together since they were signed, and by which key. It does not show that ' +
    'the code which tuned was the honest one: whoever has the key can sign anything.',
]

export const SEEN_BY =
  'The client alone sees data, gradients and checkpoints. Whoever gets the prompt sees what is released; the claim bounds what it tells him.'

export const ERRORS =
  'discretisation, tails and rounding are added to the figure, never left out; grids are refined until that is 1e-3 of epsilon or less'

export const AUDIT = {
  implementation: [
    'sensitivity: one example more or less, with equal randomness, moves the exact sum by the clip at most',
    'noise: variance, distribution, independence between steps and coordinates',
    'sampling: inclusion, batch sizes and empty batches are those of Poisson sampling',
    'law: the privacy loss of a worst-case canary in the real trainer is distributed as the accountant assumes',
    'faults: thirteen known mistakes are put in, and each is noticed',
    'accountant: its figures are held against proven brackets and high-precision values',
  ],
  meaning: 'Audits give lower bounds: they can refute a claim and do not prove it.',
  ownAudits: 'stay on the client',
} as const
