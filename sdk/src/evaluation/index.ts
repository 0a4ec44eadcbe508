/**
 * Measuring what prompt transfer is worth: the whole table on data of one's own, single scores, tables and reports.
 * @module
 */
export type { Accuracy } from '@promptpost/engine/post'
export { evaluateMethod } from './evaluate-method.js'
export { describeMachine } from './machine.js'
export {
  createProgressLine,
  type Output,
  type ProgressLine,
  progressText,
  type Shown,
  speedOf,
} from './progress-line.js'
export { type Curve, type Report, renderReport } from './report/index.js'
export { type Row, rowsOf } from './rows.js'
export { type ScoreOptions, scorePrompt } from './score.js'
export { flatSettings, intervalNote, markdownTable, terminalTable } from './table.js'
export type {
  Arm,
  ArmKind,
  ArmResult,
  DataSource,
  EvaluationOptions,
  EvaluationSettings,
  EvaluationTable,
} from './types.js'
export type { EvaluationMonitor, EvaluationProgress } from './work.js'
