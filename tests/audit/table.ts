/**
 * The battery's findings as a table, a line per implementation.
 * @module
 */
import { CLAIMS } from './empirical.js'
import type { TestName } from './faults.js'
import { alarmsOf, type Finding } from './findings.js'

const HEAD = [
  'fault',
  'S: change / C',
  'S: of nothing',
  'N: least p',
  'P: least p',
  'L: p absent',
  'L: p present',
  'E: two worlds',
  'E: one run',
  'first',
  'alarms',
]

const shortP = (p: number): string => (p === 0 ? '0' : p < 1e-3 ? p.toExponential(0) : p.toFixed(3))
const shortNorm = (norm: number): string => (norm < 1e4 ? norm.toFixed(7) : norm.toExponential(1))

const rowOf = (name: string, findings: readonly Finding[]): string[] => {
  const values = (test: TestName) => findings.filter(found => found.test === test).map(({ value }) => value)
  const alarms = alarmsOf(findings)
  return [
    name,
    ...values('S').map(shortNorm),
    shortP(Math.min(...values('N'))),
    shortP(Math.min(...values('P'))),
    ...values('L').map(shortP),
    ...values('E').map(epsilon => epsilon.toFixed(2)),
    alarms[0] ?? 'none',
    alarms.join(' '),
  ]
}

/** @param audits name of the fault and what the battery found, in order */
export const formatTable = (audits: readonly (readonly [string, readonly Finding[]])[]): string => {
  const rows = [HEAD, ...audits.map(([name, findings]) => rowOf(name, findings))]
  const widths = HEAD.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const lines = rows.map(row =>
    row
      .map((cell, column) =>
        column === 0 || column >= HEAD.length - 2
          ? cell.padEnd(widths[column]!)
          : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  )
  const claims = `claims: epsilon ${CLAIMS.twoWorld.toFixed(2)} (two worlds), ${CLAIMS.oneRun.toFixed(2)} (one run)`
  return [...lines, '', claims].join('\n')
}
