/**
 * The nine points of a report, in order, as Markdown and HTML show them: what the signed JSON says, and the ledger's figures,
 * which it does not.
 * @module
 */
import type { LedgerStanding } from '../ledger/index.js'
import { budgetFigure, epsilonFigure, type Figure, tradeOffFigure } from './plots.js'
import { requireHeld } from './preconditions.js'
import type { Reach } from './reach.js'
import * as say from './sentences.js'
import type { PrivacyReport } from './types.js'

export type Section = {
  readonly title: string
  readonly text: readonly string[]
  readonly list?: readonly string[]
  readonly facts?: readonly (readonly [name: string, value: string])[]
  readonly figures?: readonly Figure[]
}

/** Stands at the head of both files. */
export const LOCAL_NOTICE =
  'This file stays on your machine and is never uploaded: its ledger section depends on which of your records were used before. ' +
  'What goes up is privacy-report.json, which is signed; this is not.'

const mechanismFacts = ({ mechanism: m }: PrivacyReport): Section['facts'] => [
  ['name', m.name],
  ['sampling rate q', `${m.samplingRate.numerator}/2^53`],
  ['steps T', `${m.steps.planned} planned, ${m.steps.taken} taken`],
  ['noise multiplier sigma', String(m.noiseMultiplier)],
  ['clip C', String(m.clip)],
  ['expected batch', String(m.expectedBatch)],
  ['parameters', String(m.dimension)],
  ['optimiser', m.optimiser],
  ['sampler', m.sampler],
  ['lattice', `2^${m.latticeBits} steps per clip`],
  ['noise sampler', m.noiseGenerator],
  ['randomness', m.randomness],
]

const ledgerSection = (report: PrivacyReport, standing: LedgerStanding | undefined): Section => {
  if (!standing) return { title: 'Ledger', text: ['No ledger counted this run beside others.'] }
  const figure = budgetFigure(standing)
  return {
    title: 'Ledger',
    text: [
      ...say.ledger(standing),
      `The signed report says only that a ledger is kept${report.ledger.kept ? `, since ${report.ledger.since}` : ''}.`,
      ...(standing.budget && !figure
        ? [
            'What is left is told by: promptpost privacy ledger --data FILE (the budget is at a smaller delta).',
          ]
        : []),
    ],
    ...(figure && { figures: [figure] }),
  }
}

/**
 * @param standing of the run in the ledger, if one is kept
 * @throws PromptPostError `privacy-refused` when a precondition does not hold: no figure is shown then
 */
export const sectionsOf = (
  report: PrivacyReport,
  reach: Reach,
  standing?: LedgerStanding | undefined,
): readonly Section[] => {
  requireHeld(report)
  const { setting, accounting, audit, preconditions, signature, plan } = report
  return [
    {
      title: 'Guarantee',
      text: [say.claim(report), say.attacker(report), say.gaussian(report)],
      figures: [tradeOffFigure(reach), epsilonFigure(reach, plan)],
    },
    {
      title: 'Setting',
      text: [
        `Tuned on the client’s machine; what is released: ${setting.released === 'final-prompt' ? 'the last prompt alone' : 'prompts of all steps'}. The claim covers both.`,
        setting.seenBy,
      ],
    },
    { title: 'What is protected', text: [say.unit(report)] },
    { title: 'Mechanism', text: [say.mechanism(report)], facts: mechanismFacts(report) },
    {
      title: 'Accounting',
      text: [say.accounting(report)],
      facts: [
        ['beside it', accounting.beside],
        ['errors', accounting.errors],
        ['adaptivity', accounting.adaptivity],
      ],
    },
    { title: 'Not covered', text: [], list: report.notCovered },
    ledgerSection(report, standing),
    {
      title: 'Audits',
      text: [
        `${audit.meaning} Your own audits (promptpost audit) ${audit.ownAudits}. Of the implementation:`,
      ],
      list: audit.implementation,
    },
    {
      title: 'Caveats and preconditions',
      text: [`All of these hold, or there would be no epsilon: ${Object.keys(preconditions).join(', ')}.`],
      list: report.caveats,
    },
    {
      title: 'Signature',
      text: [say.seal(signature.fingerprint), 'Checked offline by: promptpost privacy verify FOLDER'],
      facts: Object.entries(report.prompt),
    },
  ]
}
