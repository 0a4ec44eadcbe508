/**
 * Accounting: what releases of noise cost, in epsilon and delta. Pure functions of public figures.
 * @module
 */
export { deltaFor, deltaLowerBound, epsilonFor, epsilonLowerBound } from './accountant.js'
export { calibrateNoiseMultiplier, leastNoise, type NoiseBudget } from './calibrate.js'
export {
  type Adjacency,
  MOST_RECORDS,
  MOST_STEPS,
  type Neighbours,
  NOISE_RANGE,
  type PrivacyEvent,
  requireNeighbours,
} from './events.js'
export { mostSteps } from './most-steps.js'
export { epsilonFromRdp, rdpSubsampledGaussian } from './rdp.js'
export { renyiEpsilon } from './renyi.js'
export { gaussianMu, type PrivacyCurve, privacyCurve, truePositiveBound } from './trade-off.js'
