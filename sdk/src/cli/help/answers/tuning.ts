/**
 * `init`, `run` and `tune`.
 * @module
 */
import type { Shape } from '../shapes.js'
import type { Answer } from './answer.js'
import { SETUP, STUDENT, TASK } from './examples.js'

const RUN_PLAN: Shape = {
  service: 'string',
  student: 'string',
  model: 'string',
  dataset: { id: 'string | null', name: 'string', count: 'number', size: 'number' },
  examples: 'number',
  steps: [{ name: 'string', isDone: 'boolean', text: 'string' }],
  privacy: 'object | null',
  uploads: [{ name: 'string', size: 'number | null' }],
  out: 'string',
}
const TUNE_PLAN: Shape = {
  out: 'string',
  examples: 'number',
  steps: 'number',
  virtualTokens: 'number',
  width: 'number',
  batch: 'number',
  device: 'string',
  goesOn: 'boolean',
  pace: { secondsPerStep: 'number', measured: 'number', 'textTokens?': 'number' },
  seconds: 'number',
  privacy: 'object | null',
  uploads: ['string'],
}

export const TUNING: Record<string, Answer> = {
  init: {
    example: `promptpost init --data private.tsv ${TASK} --student ${STUDENT} --epsilon 8`,
    json: {
      file: 'string',
      written: 'boolean',
      project: 'object',
      data: { rows: 'number', columns: ['string'], labels: { '*': 'number' } },
    },
  },
  run: {
    example: 'promptpost run --dry-run',
    json: {
      prompt: 'Prompt',
      transfer: 'Transfer',
      folder: 'string',
      report: 'object | null',
      effect: 'object',
      next: 'string',
    },
    note: 'report: the privacy report; effect: what the provider measured on public texts; next: the command that predicts',
    variants: { '--dry-run': { plan: RUN_PLAN } },
  },
  tune: {
    example: `promptpost tune ${SETUP} --epsilon 8 --out prompt`,
    json: {
      out: 'string',
      'losses?': ['number'],
      'seconds?': 'number',
      privacy: 'object | null',
      'report?': 'object',
    },
    note: 'losses and seconds without --epsilon alone; with it privacy is { epsilon, delta, noiseMultiplier } and report the privacy report',
    variants: { '--dry-run': { plan: TUNE_PLAN } },
  },
}
