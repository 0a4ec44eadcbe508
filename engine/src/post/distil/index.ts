/**
 * Distillation of a student.
 * @module
 */
export { distil, distilWith } from './distil.js'
export {
  DISTIL_DEFAULTS,
  type DistilOptions,
  type DistilSettings,
  type OpenDistilOptions,
} from './settings.js'
