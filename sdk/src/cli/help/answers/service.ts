/**
 * Commands that ask a service.
 * @module
 */
import type { Answer } from './answer.js'
import {
  DATASET,
  DOWNLOAD,
  JOB,
  LOCAL_FIRST_COUNTS,
  LOCALLY_PREDICTED,
  MODEL,
  PREDICTED,
  PREDICTION,
  PROMPT,
  STUDENT,
  TRANSFER,
  UPLOAD,
  UPLOAD_ID,
  WEBHOOK,
} from './examples.js'

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

export const OF_THE_SERVICE: Record<string, Answer> = {
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
    json: { ...(PREDICTED as object), predictions: ['string'] },
    variants: {
      '--estimate': 'Estimate',
      '--local-first --dry-run': LOCAL_FIRST_COUNTS,
      '--local-first': LOCALLY_PREDICTED,
    },
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
