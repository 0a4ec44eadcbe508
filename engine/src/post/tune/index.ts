/**
 * Prompt tuning.
 * @module
 */
export { checkpointTicket } from './checkpoint-ticket.js'
export { type TuningPace, type TuningPaceOptions, tuningPace } from './pace.js'
export {
  type GradientMechanism,
  TUNE_DEFAULTS,
  type TuneOptions,
  type TuneResult,
  type TuneSettings,
} from './settings.js'
export { tune, tuneWith } from './tune.js'
