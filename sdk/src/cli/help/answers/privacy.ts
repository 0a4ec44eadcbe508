/**
 * `privacy` and `audit`.
 * @module
 */
import type { Shape } from '../shapes.js'
import type { Answer } from './answer.js'
import { SETUP } from './examples.js'

const PLAN: Shape = {
  epsilon: 'number',
  delta: 'number',
  noiseMultiplier: 'number',
  steps: 'number',
  examples: 'number',
  expectedBatch: 'number',
}

export const PRIVACY: Record<string, Answer> = {
  'audit lira': {
    example: `promptpost audit lira ${SETUP} --shadows 8 --out audit-lira`,
    json: {
      out: 'string',
      version: 'number',
      notice: 'string',
      facts: 'object',
      shadows: 'number',
      seed: 'number',
      decisions: { members: 'number', others: 'number' },
      sure: { members: 'number', others: 'number' },
      attacks: ['object'],
      claim: 'object | null',
      costIfReleased: 'number | null',
      alarm: 'boolean',
    },
  },
  'audit canary': {
    example: `promptpost audit canary ${SETUP} --epsilon 8 --out audit-canary`,
    json: {
      out: 'string',
      version: 'number',
      notice: 'string',
      facts: 'object',
      kind: 'string',
      canaries: 'number',
      included: 'number',
      bound: 'object',
      delta: 'number',
      mostProvable: 'number',
      claimed: 'number | null',
      checks: 'object | null',
      alarm: 'boolean',
    },
  },
  'privacy ledger': {
    example: 'promptpost privacy ledger --data private.tsv --set-budget 20',
    json: {
      directory: 'string',
      since: 'string | null',
      accounts: [
        {
          data: 'string',
          records: 'number',
          isKnown: 'boolean',
          runs: 'number',
          unfinished: 'number',
          plainRuns: 'number',
          epsilon: 'number',
          delta: 'number',
          budget: 'object | null',
          left: 'number | null',
          overlaps: [{ data: 'string', records: 'number' }],
        },
      ],
    },
  },
  'privacy estimate': {
    example:
      'promptpost privacy estimate --examples 1500 --expected-batch 64 --steps 80 --noise-multiplier 2',
    json: { ...PLAN, epsilonLowerBound: 'number' },
  },
  'privacy calibrate': {
    example: 'promptpost privacy calibrate --examples 1500 --expected-batch 64 --steps 80 --epsilon 3',
    json: PLAN,
  },
  'privacy verify': {
    example: 'promptpost privacy verify prompt',
    json: {
      verified: 'boolean',
      epsilon: 'number',
      delta: 'number',
      adjacency: 'string',
      unit: 'string',
      signedBy: 'string',
      keyPinned: 'boolean',
    },
  },
}
