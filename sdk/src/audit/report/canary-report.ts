/**
 * The report of a canary audit.
 * @module
 */
import { downward, upward } from '../../privacy/figures.js'
import { LEAST_P } from '../canary/law-check.js'
import type { CanaryResult } from '../canary/result.js'
import type { AuditFolder } from '../folder.js'
import { factLines } from './facts.js'
import { type AuditReport, htmlReport, markdownReport } from './page.js'

const KINDS: Record<CanaryResult['kind'], string> = {
  gradient: 'gradients put in between the trainer and its mechanism',
  text: 'records of random tokens with random labels',
}

const CHECKS = {
  noise: 'noise over clip',
  signal: 'what a canary in the data adds to a step, over clip',
} as const

const wrongs = ({ checks, bound, claimed }: CanaryResult): string[] => [
  ...(claimed !== null && bound.epsilon > claimed ? ['the bound is above the claim'] : []),
  ...Object.entries(checks ?? {}).flatMap(([name, { claimed: right, measured, p }]) =>
    p < LEAST_P
      ? [
          `${CHECKS[name as keyof typeof CHECKS]} is ${measured.toPrecision(3)} where ${right.toPrecision(3)} was claimed`,
        ]
      : [],
  ),
]

const verdictsOf = (result: CanaryResult): AuditReport['verdicts'] => {
  const { bound, delta, claimed, mostProvable, checks, alarm } = result
  const proven = `epsilon is at least ${downward(bound.epsilon)} at delta ${delta}, with 95 % confidence`
  if (claimed === null) return [{ text: `${proven}; nothing is claimed.` }]
  return [
    alarm
      ? {
          text: `ALARM: ${proven}; claimed is ${upward(claimed)}; ${wrongs(result).join('; ')}. Do not release prompts made like this.`,
          isBad: true,
        }
      : { text: `No contradiction: ${proven}; claimed is ${upward(claimed)}.` },
    ...(mostProvable < claimed
      ? [
          {
            text: `So many canaries prove ${downward(mostProvable)} at most: they cannot refute the claim${checks ? '; the checks of noise and signal can' : ''}.`,
          },
        ]
      : []),
  ]
}

export const canaryReport = (result: CanaryResult): AuditReport => {
  const { facts, kind, canaries, included, bound, delta, claimed, mostProvable, checks } = result
  return {
    title: `One-run audit of tuning ${facts.plan ? `under epsilon ${upward(facts.plan.epsilon)}` : 'without privacy'}`,
    notice: result.notice,
    verdicts: verdictsOf(result),
    head: ['', 'value'],
    rows: [
      ['epsilon, lower bound', String(downward(bound.epsilon))],
      ['epsilon, claimed', claimed === null ? 'none' : upward(claimed)],
      ['epsilon, most that could be proven', String(downward(mostProvable))],
      ['delta', String(delta)],
      ['guesses right', `${bound.right} of ${bound.guesses}`],
      ['canaries in the data', `${included} of ${canaries}`],
      ...Object.entries(checks ?? {}).map(([name, { measured, claimed: right, p }]) => [
        `${CHECKS[name as keyof typeof CHECKS]}, measured and claimed`,
        `${measured.toPrecision(4)}, ${right.toPrecision(4)} (p ${p.toPrecision(2)})`,
      ]),
    ],
    notes: [
      `Canaries: ${KINDS[kind]}, each in the data by a fair coin. Bound of Steinke, Nasr and Jagielski (2023), theorem 5.2; the best of several ways to guess, each at its part of the 5 %.`,
      'A lower bound far below the claim is no proof of more privacy than claimed. The run was one on the data named, with canaries; its prompt was not kept.',
    ],
    facts: [['canaries', String(canaries)], ...factLines(facts)],
  }
}

export const writeCanaryReport = async (folder: AuditFolder, result: CanaryResult): Promise<void> => {
  const report = canaryReport(result)
  await folder.write('report.md', markdownReport(report))
  await folder.write('report.html', htmlReport(report))
  await folder.save('result.json', result)
}
