/**
 * The settings of an audit as names and values.
 * @module
 */
import { describeMachine } from '../../evaluation/machine.js'
import { flatSettings } from '../../evaluation/table.js'
import { upward } from '../../privacy/figures.js'
import { rateValue } from '../../privacy/mechanism/sampler.js'
import type { AuditFacts } from '../setup.js'

export const factLines = ({ student, data, task, settings, plan }: AuditFacts): [string, string][] => {
  const { sha256, records, repeated } = data
  const again = repeated > 0 ? `, ${repeated} repeated texts left out` : ''
  return [
    ['data', `${records} records used${again}, sha256 ${sha256.slice(0, 16)}…`],
    ['student', `sha256 ${student.slice(0, 16)}…`],
    ...flatSettings(task),
    ...flatSettings(settings),
    ...(plan
      ? ([
          ['epsilon', upward(plan.epsilon)],
          ['delta', String(plan.delta)],
          ['neighbours', `${plan.adjacency}, one ${plan.unit}`],
          ['noise multiplier', plan.noiseMultiplier.toPrecision(4)],
          ['clip', String(plan.clip)],
          ['sampling rate', rateValue(plan.samplingRate).toPrecision(4)],
          ['expected batch', String(plan.expectedBatch)],
        ] as [string, string][])
      : ([['privacy', 'none']] as [string, string][])),
    ...Object.entries(describeMachine()),
  ]
}
