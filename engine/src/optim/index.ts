/**
 * Optimisers and schedules.
 * @module
 */
export { type AdamOptions, type AdamState, adamState, adamStep } from './adam.js'
export { clipScale, cosineSchedule, globalNorm, linearSchedule } from './schedule.js'
export { sgdStep } from './sgd.js'
