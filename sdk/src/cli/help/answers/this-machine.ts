/**
 * What else works on this machine alone.
 * @module
 */
import type { Answer } from './answer.js'
import { FILES, PREDICTED, STUDENT, UPLOAD } from './examples.js'

const STEP = {
  fits: 'boolean',
  batch: 'number',
  largest: 'number',
  total: 'number',
  weights: 'number',
  work: 'number',
  overhead: 'number',
  host: 'number',
  fullest: 'string',
  'next?': 'string',
} as const

export const ON_THIS_MACHINE: Record<string, Answer> = {
  completion: {
    example: 'promptpost completion bash > ~/.local/share/bash-completion/completions/promptpost',
    json: { shell: 'string', script: 'string' },
  },
  doctor: {
    example: 'promptpost doctor',
    json: {
      node: 'string',
      platform: 'string',
      cores: 'number',
      memory: { total: 'number', free: 'number' },
      disks: [{ path: 'string', 'free?': 'number', 'problem?': 'string' }],
      devices: [{ device: 'string', available: 'boolean', detail: 'string' }],
    },
    note: 'sizes in bytes',
    variants: {
      '--remote': {
        ok: 'boolean',
        checks: [{ check: 'string', ok: 'boolean', detail: 'string', 'next?': 'string' }],
        job: 'object | null',
      },
    },
  },
  'explain-upload': {
    example: `promptpost explain-upload prompt --student ${STUDENT}`,
    json: UPLOAD,
  },
  plan: {
    example: 'promptpost plan --model Llama-2-7b --gpu-memory 24',
    json: {
      model: 'string',
      hasWeights: 'boolean',
      stored: ['string'],
      weights: 'string',
      gpuMemory: 'number',
      transfer: STEP,
      distillation: { layers: 'number', ...STEP },
    },
    note: 'sizes in bytes; exit status 1 where something does not fit',
  },
  'prompts export': {
    example: 'promptpost prompts export prompt --to peft --out for-peft',
    json: {
      out: 'string',
      to: 'string',
      virtualTokens: 'number',
      width: 'number',
      files: FILES,
      privacyReport: 'boolean',
    },
  },
  'predict-local': {
    example: "promptpost predict-local --model student --prompt prompt --text 'a fine film'",
    json: PREDICTED,
  },
  'evaluate-local': {
    example: 'promptpost evaluate-local --model student --prompt prompt --data labelled.tsv',
    json: {
      accuracy: 'number',
      interval: ['number'],
      examples: 'number',
      'predicted?': { '*': 'number' },
      'epsilon?': 'number',
      'delta?': 'number',
      'deviation?': 'number',
    },
    note: 'with --epsilon the last three instead of predicted',
  },
  'effect-check': {
    example: "promptpost effect-check --model student --prompt prompt --text 'a fine film'",
    json: {
      texts: 'number',
      divergence: 'number',
      classDivergence: 'number',
      changed: 'number',
      predicted: { '*': 'number' },
      predictedBefore: { '*': 'number' },
      collapsed: 'string | null',
      doesSomething: 'boolean',
      verdict: 'string',
    },
  },
}
