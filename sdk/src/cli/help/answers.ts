/**
 * For each command an example and the shape of its `--json`. A command without an entry is found by a test.
 * @module
 */
import { renderShape, type Shape } from './shapes.js'

export type Answer = {
  example: string
  json: Shape
  /** What the shape does not say. */
  note?: string
  /** With a flag that makes it another answer. */
  variants?: Readonly<Record<string, Shape>>
}

const STUDENT = 'stu_01kbexample0000000000000'
const PROMPT = 'pmt_01kbexample0000000000000'
const DATASET = 'dst_01kbexample0000000000000'
const UPLOAD_ID = 'upl_01kbexample0000000000000'
const TRANSFER = 'trf_01kbexample0000000000000'
const MODEL = 'mod_01kbexample0000000000000'
const WEBHOOK = 'whk_01kbexample0000000000000'
const PREDICTION = 'prd_01kbexample0000000000000'
const JOB = 'job_01kbexample0000000000000'

const TASK = `--template '{text} It was' --verbalizer '{"bad": "terrible", "good": "great"}'`
const SETUP = `--student student --data private.tsv ${TASK}`

const FILES: Shape = [{ name: 'string', size: 'number', sha256: 'string' }]
const DOWNLOAD: Shape = { id: 'string', directory: 'string', files: ['File'] }
const TOKEN: Shape = {
  id: 'string',
  tenant: 'string',
  role: 'string',
  access: 'string',
  'name?': 'string',
  createdAt: 'string',
  'expiresAt?': 'string',
}
const { id: _id, createdAt: _createdAt, ...NEW_TOKEN } = TOKEN as Record<string, Shape>
const PREDICTED: Shape = { labels: ['string'], results: [{ label: 'string', scores: ['number'] }] }
const UPLOAD: Shape = {
  destination: 'string | null',
  files: [{ name: 'string', size: 'number', sha256: 'string', holds: 'object', body: 'object' }],
  request: { method: 'string', path: 'string', headers: ['object'], body: 'object' },
  hasPrivacyReport: 'boolean',
  stays: ['string'],
  uploaded: 'boolean',
}
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
const PLAN: Shape = {
  epsilon: 'number',
  delta: 'number',
  noiseMultiplier: 'number',
  steps: 'number',
  examples: 'number',
  expectedBatch: 'number',
}

/** `delete` of a group. */
const deletion = (group: string, id: string): Record<string, Answer> => ({
  [`${group} delete`]: {
    example: `promptpost ${group} delete ${id} --yes`,
    json: { id: 'string', deleted: 'boolean' },
  },
})

/** `list` and `show` of a group. */
const listAndShow = (group: string, schema: string, id: string): Record<string, Answer> => ({
  [`${group} list`]: {
    example: `promptpost ${group} list --limit 50`,
    json: { data: [schema], next_cursor: 'string | null' },
  },
  [`${group} show`]: { example: `promptpost ${group} show ${id}`, json: schema },
})

const ON_THIS_MACHINE: Record<string, Answer> = {
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
  'explain-upload': {
    example: `promptpost explain-upload prompt --student ${STUDENT}`,
    json: UPLOAD,
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

const BESIDE_THE_SERVICE: Record<string, Answer> = {
  serve: {
    example: 'promptpost serve --data service --models models',
    json: { url: 'string', pid: 'number' },
    note: 'one line once it listens',
  },
  'audit-log verify': {
    example: 'promptpost audit-log verify --data service --tenant lab',
    json: { tenant: 'string', entries: 'number', mark: 'string | null' },
  },
  'tenants list': {
    example: 'promptpost tenants list --data service',
    json: {
      tenants: [
        {
          tenant: 'string',
          tokens: { provider: 'number', client: 'number' },
          resources: 'number',
          bytes: 'number',
          unfinishedJobs: 'number',
        },
      ],
    },
  },
  'tenants export': {
    example: 'promptpost tenants export lab --data service --out lab-export',
    json: { tenant: 'string', directory: 'string', files: 'number', bytes: 'number' },
  },
  'tenants delete': {
    example: 'promptpost tenants delete lab --data service --yes',
    json: {
      tenant: 'string',
      cancelled: 'number',
      objects: 'number',
      dependants: { things: 'number', tenants: 'number' },
      deleted: 'boolean',
    },
    variants: {
      '--dry-run': {
        plan: {
          tenant: 'string',
          tokens: { provider: 'number', client: 'number' },
          resources: 'number',
          bytes: 'number',
          objects: 'number',
          unfinishedJobs: 'number',
          dependants: { things: 'number', tenants: 'number' },
        },
      },
    },
    note: 'Tokens of an OpenID Connect issuer are ended by the issuer: end them first.',
  },
  'tokens create': {
    example: 'promptpost tokens create --data service --tenant lab --role client > client.token',
    json: { token: 'string', ...(TOKEN as object) },
    variants: { '--dry-run': { plan: { create: NEW_TOKEN } } },
  },
  'tokens list': {
    example: 'promptpost tokens list --data service --tenant lab',
    json: { tokens: [TOKEN] },
  },
  'tokens revoke': {
    example: 'promptpost tokens revoke tok_01kbexample0000000000000 --data service --tenant lab',
    json: { revoked: 'string' },
    variants: { '--dry-run': { plan: { revoke: TOKEN } } },
  },
  'tokens rotate': {
    example: 'promptpost tokens rotate tok_01kbexample0000000000000 --data service --tenant lab --overlap 1h',
    json: { token: 'string', ...(TOKEN as object) },
    variants: { '--dry-run': { plan: { create: NEW_TOKEN, end: TOKEN } } },
  },
}

const OF_THE_SERVICE: Record<string, Answer> = {
  ...listAndShow('models', 'Model', MODEL),
  ...deletion('models', MODEL),
  'models register': { example: 'promptpost models register big-model', json: 'Model' },
  'models update': {
    example: `promptpost models update ${MODEL} --templates templates.json`,
    json: 'Model',
  },
  ...listAndShow('datasets', 'Dataset', DATASET),
  ...deletion('datasets', DATASET),
  'datasets create': {
    example: 'promptpost datasets create public.txt --name public --purpose public',
    json: 'Dataset',
    variants: { '--validate-only': 'DatasetValidation' },
  },
  'datasets texts': { example: `promptpost datasets texts ${DATASET} --limit 5`, json: 'TextPage' },
  ...listAndShow('uploads', 'Upload', UPLOAD_ID),
  'uploads show': { example: `promptpost uploads show ${UPLOAD_ID}`, json: 'UploadWithParts' },
  ...deletion('uploads', UPLOAD_ID),
  ...listAndShow('students', 'Student', STUDENT),
  ...deletion('students', STUDENT),
  'students create': {
    example: `promptpost students create --model ${MODEL} --dataset ${DATASET} --layers 4 --wait`,
    json: 'Student',
    variants: { '--estimate': 'Estimate' },
  },
  'students download': { example: `promptpost students download ${STUDENT} student`, json: DOWNLOAD },
  ...listAndShow('prompts', 'Prompt', PROMPT),
  'prompts upload': {
    example: `promptpost prompts upload prompt --student ${STUDENT}`,
    json: 'Prompt',
    variants: { '--explain-upload': UPLOAD },
  },
  'prompts download': { example: `promptpost prompts download ${PROMPT} prompt`, json: DOWNLOAD },
  ...deletion('prompts', PROMPT),
  ...listAndShow('transfers', 'Transfer', TRANSFER),
  ...deletion('transfers', TRANSFER),
  'transfers create': {
    example: `promptpost transfers create --prompt ${PROMPT} --dataset ${DATASET} --wait`,
    json: 'Transfer',
    variants: { '--estimate': 'Estimate' },
  },
  'transfers migrate': {
    example: `promptpost transfers migrate ${TRANSFER} --model ${MODEL} --dataset ${DATASET} --wait`,
    json: 'Transfer',
  },
  'transfers download': {
    example: `promptpost transfers download ${TRANSFER} transferred`,
    json: DOWNLOAD,
  },
  ...listAndShow('predictions', 'Prediction', PREDICTION),
  ...deletion('predictions', PREDICTION),
  predict: {
    example: `promptpost predict --transfer ${TRANSFER} --text 'a fine film'`,
    json: { ...PREDICTED, predictions: ['string'] },
    variants: { '--estimate': 'Estimate' },
  },
  ...listAndShow('jobs', 'Job', JOB),
  ...listAndShow('webhooks', 'Webhook', WEBHOOK),
  'webhooks create': {
    example: 'promptpost webhooks create --endpoint https://hooks.example.com/promptpost --events job.failed',
    json: 'WebhookWithSecret',
  },
  'webhooks rotate-secret': {
    example: `promptpost webhooks rotate-secret ${WEBHOOK}`,
    json: 'WebhookWithSecret',
  },
  'webhooks enable': { example: `promptpost webhooks enable ${WEBHOOK}`, json: 'Webhook' },
  'webhooks test': { example: `promptpost webhooks test ${WEBHOOK}`, json: 'WebhookDelivery' },
  'webhooks deliveries': {
    example: `promptpost webhooks deliveries ${WEBHOOK} --limit 50`,
    json: { data: ['WebhookDelivery'], next_cursor: 'string | null' },
  },
  'webhooks delete': { example: `promptpost webhooks delete ${WEBHOOK}`, json: { deleted: 'string' } },
  usage: { example: 'promptpost usage --from 2026-11-01 --to 2026-11-30', json: 'UsageReport' },
  'jobs wait': { example: `promptpost jobs wait ${JOB}`, json: 'Job' },
  'jobs cancel': { example: `promptpost jobs cancel ${JOB}`, json: 'Job' },
  'jobs events': {
    example: `promptpost jobs events ${JOB} --after 10`,
    json: 'JobEvent',
    note: 'one a line, as they come',
  },
}

/** By the words of the command. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  ...ON_THIS_MACHINE,
  ...BESIDE_THE_SERVICE,
  ...OF_THE_SERVICE,
}

/** Of commands that change something on the service. */
export const DRY_RUN: Shape = {
  request: {
    method: 'string',
    url: 'string',
    body: { type: 'string | null', bytes: 'number', sha256: 'string' },
  },
}

/** What an answer looks like, a line for each flag that changes it. */
export const answerLines = ({ json, note, variants = {} }: Answer): string[] => [
  `${renderShape(json)}${note === undefined ? '' : ` (${note})`}`,
  ...Object.entries(variants).map(([flag, shape]) => `${flag}: ${renderShape(shape)}`),
]
