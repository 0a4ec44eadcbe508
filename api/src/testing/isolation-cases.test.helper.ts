/** How each operation of the contract may touch what another tenant has. */
import { promptBody, TASK } from './server.test.helper.js'

/** What a path or a body may name, with the prefix of its identifiers. */
export const PREFIX = {
  models: 'mod',
  datasets: 'dst',
  uploads: 'upl',
  students: 'stu',
  prompts: 'pmt',
  transfers: 'trf',
  predictions: 'prd',
  jobs: 'job',
  webhooks: 'whk',
} as const

export type Collection = keyof typeof PREFIX
export type Case =
  /** Tells nothing of tenants. */
  | 'open'
  /** Sums up what the tenant's jobs did. */
  | 'sums'
  /** Shows what the tenant has. With a filter that names something of the first tenant, too. */
  | { lists: Collection | 'audit_log'; by?: readonly Collection[] }
  /** Names a thing in its path. */
  | { names: Collection; body?: object }
  /** Names things in its body, or none. */
  | { makes: readonly { pointer: string; of: Collection; body: (id: string) => object }[] }

/** Identifiers of what the second tenant, as client and as provider, has or may use. */
export type Known = { mine: string; prompt: string; rivals: string }

/** @param known read when a body is made */
export const casesOf = (known: Known): Record<string, Case> => ({
  getHealth: 'open',
  getContract: 'open',
  getCapabilities: 'open',
  createModel: { makes: [] },
  listModels: { lists: 'models' },
  getModel: { names: 'models' },
  updateModel: { names: 'models', body: { templates: [] } },
  deleteModel: { names: 'models' },
  createDataset: { makes: [] },
  listDatasets: { lists: 'datasets' },
  getDataset: { names: 'datasets' },
  listDatasetTexts: { names: 'datasets' },
  deleteDataset: { names: 'datasets' },
  createUpload: { makes: [] },
  listUploads: { lists: 'uploads' },
  getUpload: { names: 'uploads' },
  deleteUpload: { names: 'uploads' },
  putUploadPart: { names: 'uploads', body: {} },
  completeUpload: { names: 'uploads' },
  createStudent: {
    makes: [
      { pointer: '/model', of: 'models', body: id => ({ model: id, dataset: known.mine, layers: 1 }) },
      { pointer: '/dataset', of: 'datasets', body: id => ({ model: known.rivals, dataset: id, layers: 1 }) },
    ],
  },
  listStudents: { lists: 'students', by: ['models'] },
  getStudent: { names: 'students' },
  deleteStudent: { names: 'students' },
  getStudentFile: { names: 'students' },
  createPrompt: { makes: [{ pointer: '/student', of: 'students', body: id => promptBody(id) }] },
  listPrompts: { lists: 'prompts', by: ['students'] },
  getPrompt: { names: 'prompts' },
  deletePrompt: { names: 'prompts' },
  getPromptFile: { names: 'prompts' },
  createTransfer: {
    makes: [
      { pointer: '/prompt', of: 'prompts', body: id => ({ prompt: id, dataset: known.mine }) },
      { pointer: '/dataset', of: 'datasets', body: id => ({ prompt: known.prompt, dataset: id }) },
    ],
  },
  listTransfers: { lists: 'transfers', by: ['prompts', 'models'] },
  getTransfer: { names: 'transfers' },
  deleteTransfer: { names: 'transfers' },
  getTransferFile: { names: 'transfers' },
  getPredictionFile: { names: 'predictions' },
  createMigration: {
    makes: [
      {
        pointer: '/transfer',
        of: 'transfers',
        body: id => ({ transfer: id, model: known.rivals, dataset: known.mine }),
      },
    ],
  },
  createPrediction: {
    makes: [
      { pointer: '/transfer', of: 'transfers', body: id => ({ transfer: id, texts: ['x'] }) },
      { pointer: '/prompt', of: 'prompts', body: id => ({ prompt: id, texts: ['x'] }) },
      { pointer: '/model', of: 'models', body: id => ({ model: id, task: TASK, texts: ['x'] }) },
    ],
  },
  listPredictions: { lists: 'predictions', by: ['transfers', 'prompts', 'models'] },
  getPrediction: { names: 'predictions' },
  deletePrediction: { names: 'predictions' },
  listJobs: { lists: 'jobs' },
  getJob: { names: 'jobs' },
  listJobEvents: { names: 'jobs' },
  cancelJob: { names: 'jobs' },
  createWebhook: { makes: [] },
  listWebhooks: { lists: 'webhooks' },
  getWebhook: { names: 'webhooks' },
  deleteWebhook: { names: 'webhooks' },
  rotateWebhookSecret: { names: 'webhooks' },
  enableWebhook: { names: 'webhooks' },
  testWebhook: { names: 'webhooks' },
  listWebhookDeliveries: { names: 'webhooks' },
  getUsage: 'sums',
  listAuditLog: { lists: 'audit_log' },
})
