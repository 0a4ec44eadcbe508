/**
 * Vector-Jacobian rules: operator -> gradients of its inputs from the gradients of its outputs.
 * A rule computes only what `needs(i)` asks for. Reduction to an input's shape undoes broadcasting.
 * @module
 */
import { ACTIVATION_RULES } from './activations.js'
import { ELEMENTWISE_RULES } from './elementwise.js'
import { MOVEMENT_RULES } from './movement.js'
import { NORMALISATION_RULES } from './normalisation.js'
import { PRODUCT_RULES } from './products.js'
import { REDUCTION_RULES } from './reductions.js'
import type { VjpRule } from './rule.js'

export const VJP_RULES: Readonly<Record<string, VjpRule>> = {
  ...ELEMENTWISE_RULES,
  ...ACTIVATION_RULES,
  ...NORMALISATION_RULES,
  ...PRODUCT_RULES,
  ...MOVEMENT_RULES,
  ...REDUCTION_RULES,
}
