/**
 * The report of a likelihood ratio audit.
 * @module
 */
import { upward } from '../../privacy/figures.js'
import type { AuditFolder } from '../folder.js'
import type { AttackName } from '../lira/attack.js'
import type { Interval } from '../lira/bootstrap.js'
import type { AttackFound, LiraResult } from '../lira/result.js'
import { factLines } from './facts.js'
import { type AuditReport, htmlReport, markdownReport } from './page.js'
import { rocChart } from './roc-chart.js'

const NAMES: Record<AttackName, string> = {
  lira: 'LiRA',
  'lira-centred': 'LiRA, centred by prompt and class',
  calibrated: 'calibrated by the other prompts, centred',
  confidence: 'confidence alone',
}

const decimals = (value: number): string => value.toFixed(3)
const percent = (share: number): string => (100 * share).toFixed(2)
const between = ([low, high]: Interval, show: (value: number) => string): string =>
  `${show(low)} – ${show(high)}`

const rowOf = ({ attack, auc, aucInterval, tpr }: AttackFound): string[] => [
  NAMES[attack],
  decimals(auc),
  between(aucInterval, decimals),
  ...tpr.flatMap(({ tpr: share, interval }) => [percent(share), between(interval, percent)]),
]

const verdictOf = ({ attacks, alarm, facts }: LiraResult): AuditReport['verdicts'][number] => {
  if (alarm)
    return {
      text: 'ALARM: an attack finds more members than the claimed guarantee allows. Do not release prompts made like this.',
      isBad: true,
    }
  const finding = attacks.filter(({ aucInterval }) => aucInterval[0] > 0.5)
  if (finding.length > 0)
    return {
      text: `Membership shows: by ${finding.map(({ attack }) => NAMES[attack]).join('; ')} the area under the curve is above one half.`,
      isBad: facts.plan === null,
    }
  return { text: 'No attack does measurably better than chance. A stronger one still might.' }
}

export const liraReport = (result: LiraResult): AuditReport => {
  const { attacks, claim, costIfReleased, decisions, facts, shadows, sure } = result
  const allowed = claim && [
    'most that the claim allows',
    upward(claim.auc, 3),
    '',
    ...claim.tpr.flatMap(share => [upward(100 * share, 3), '']),
  ]
  const budget = facts.plan
    ? `epsilon ${upward(facts.plan.epsilon)} at delta ${facts.plan.delta}`
    : 'without privacy'
  return {
    title: `Membership inference against prompts tuned ${facts.plan ? 'under ' : ''}${budget}`,
    notice: result.notice,
    verdicts: [
      verdictOf(result),
      {
        text: `Prompts give the true label more than one half in ${percent(sure.members)} % of the records they were tuned on and in ${percent(sure.others)} % of the others.`,
      },
      ...(costIfReleased === null
        ? []
        : [
            {
              text: `No shadow prompt was kept. Had all ${shadows} been released, that would have cost epsilon ${upward(costIfReleased)}.`,
            },
          ]),
    ],
    head: ['attack', 'AUC', '95 %', 'TPR % at FPR 1 %', '95 %', 'TPR % at FPR 0.1 %', '95 %'],
    rows: [...attacks.map(rowOf), ...(allowed ? [allowed] : [])],
    notes: [
      `${shadows} prompts, each tuned on a random half of ${facts.data.records} records, each the target of an attack with the help of the others: ` +
        `${decisions.members} decisions about members, ${decisions.others} about others. LiRA of Carlini et al. (2022), online, with one variance for all records where a record has few prompts of a side. ` +
        'Intervals draw records and prompts anew.',
      ...(decisions.others < 10_000
        ? [
            `At 0.1 % there are ${Math.floor(decisions.others / 1000)} false positives to count: read that column as an order of magnitude.`,
          ]
        : []),
    ],
    figure: {
      file: 'roc.svg',
      svg: rocChart(attacks.map(({ attack, curve }) => ({ name: NAMES[attack], curve }))),
      caption: 'True against false positives, both on logarithmic axes; dashed is chance',
    },
    facts: [['shadows', String(shadows)], ...factLines(facts)],
  }
}

export const writeLiraReport = async (folder: AuditFolder, result: LiraResult): Promise<void> => {
  const report = liraReport(result)
  await folder.write('roc.svg', report.figure!.svg)
  await folder.write('report.md', markdownReport(report))
  await folder.write('report.html', htmlReport(report))
  await folder.save('result.json', result)
}
