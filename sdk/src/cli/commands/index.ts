/**
 * What adds each command to the program, in the order of the help. Each is loaded by itself: all of them together take three times as long.
 * @module
 */
import type { Command } from 'commander'

export const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  init: async () => (await import('./init.js')).addInit,
  run: async () => (await import('./run.js')).addRun,
  serve: async () => (await import('./serve.js')).addServe,
  tokens: async () => (await import('./tokens.js')).addTokens,
  tenants: async () => (await import('./tenants.js')).addTenants,
  'audit-log': async () => (await import('./audit-log.js')).addAuditLog,
  doctor: async () => (await import('./doctor.js')).addDoctor,
  plan: async () => (await import('./plan.js')).addPlan,
  models: async () => (await import('./models.js')).addModels,
  datasets: async () => (await import('./datasets.js')).addDatasets,
  uploads: async () => (await import('./uploads.js')).addUploads,
  students: async () => (await import('./students.js')).addStudents,
  tune: async () => (await import('./tune.js')).addTune,
  privacy: async () => (await import('./privacy.js')).addPrivacy,
  audit: async () => (await import('./audit.js')).addAudit,
  'explain-upload': async () => (await import('./explain-upload.js')).addExplainUpload,
  prompts: async () => (await import('./prompts.js')).addPrompts,
  transfers: async () => (await import('./transfers.js')).addTransfers,
  predict: async () => (await import('./predict.js')).addPredict,
  predictions: async () => (await import('./predictions.js')).addPredictions,
  'predict-local': async () => (await import('./local.js')).addPredictLocal,
  'evaluate-local': async () => (await import('./evaluate-local.js')).addEvaluateLocal,
  'effect-check': async () => (await import('./effect-check.js')).addEffectCheck,
  jobs: async () => (await import('./jobs.js')).addJobs,
  webhooks: async () => (await import('./webhooks.js')).addWebhooks,
  usage: async () => (await import('./usage.js')).addUsage,
  completion: async () => (await import('./completion.js')).addCompletion,
}
