/**
 * How much a tenant may have.
 * @module
 */
export {
  type Addition,
  type Allowance,
  type Allowances,
  createAllowances,
  DEFAULT_ALLOWANCE,
} from './allowance.js'
export { LATE } from './count.js'
export { outOfRoom } from './refusal.js'
