/**
 * What a test of the battery says: figures, each with whether it raises the alarm.
 * @module
 */
import type { TestName } from './faults.js'

export type Finding = {
  readonly test: TestName
  readonly what: string
  /** A p-value in N, P and L; a norm over its bound in S; a lower bound on epsilon, nats, in E. */
  readonly value: number
  readonly alarm: boolean
}

/** Below it a p-value raises the alarm. With the eleven of a battery, a sound implementation does so once in 90,000. */
export const LEAST_P = 1e-6

export const fromP =
  (test: TestName) =>
  (what: string, p: number): Finding => ({ test, what, value: p, alarm: !(p >= LEAST_P) })

/** The names of the tests that raise the alarm, in the order S, N, P, L, E. */
export const alarmsOf = (findings: readonly Finding[]): TestName[] =>
  (['S', 'N', 'P', 'L', 'E'] as const).filter(name =>
    findings.some(({ test, alarm }) => test === name && alarm),
  )
