/**
 * Privacy reports that do not go with their upload.
 * @module
 */
import { reportedBody, safetensors, TASK } from './server.test.helper.js'

/** Uploads whose privacy report is not theirs, or claims what it may not, and the pointer of each. */
export const reportCases = (student: string): [string, unknown, string][] => {
  const honest = reportedBody(student)
  const { privacy_report: report } = honest
  const swapped = Buffer.from(safetensors())
  swapped.set([1], swapped.length - 1)
  const lying = (change: object): unknown => ({ ...honest, privacy_report: { ...report, ...change } })
  return [
    ['prompts', { ...honest, privacy_report: { epsilon: 8 } }, '/privacy_report/version'],
    ['prompts', reportedBody(student, { version: 1 }), '/privacy_report/version'],
    [
      'prompts',
      reportedBody(student, { preconditions: { sound: false } }),
      '/privacy_report/preconditions/sound',
    ],
    ['prompts', reportedBody(student, { preconditions: {} }), '/privacy_report/preconditions'],
    ['prompts', lying({ guarantee: { epsilon: 1 } }), '/privacy_report/signature/value'],
    ['prompts', lying({ signature: undefined }), '/privacy_report/signature'],
    ['prompts', lying({ prompt: { ...report.prompt, 'a/b': 'x' } }), '/privacy_report/prompt/a~1b'],
    [
      'prompts',
      { ...honest, adapter_model: swapped.toString('base64') },
      '/privacy_report/prompt/adapter_model.safetensors',
    ],
    ['prompts', { ...honest, task: { ...TASK, template: '{text}!' } }, '/privacy_report/prompt/task.json'],
    ['prompts', reportedBody(student, { notes: 'x'.repeat(70_000) }), '/privacy_report'],
    ['prompts', lying({ notes: JSON.parse('['.repeat(99) + ']'.repeat(99)) }), '/privacy_report'],
  ]
}
