/**
 * What a transfer may imitate, one variant per loss.
 * @module
 */
import type { TransferSettings } from '@promptpost/engine/post'

export type Variant = { name: string; settings: TransferSettings }

const ALPHAS = [0, 0.5, 1]

/** The paper's loss at several alphas, the logit-offset target, half of each, and all with the class divergence beside them. */
const LOSSES: readonly Variant[] = [1, 0].flatMap(gamma => [
  ...ALPHAS.map(alpha => ({ name: `alpha ${alpha}, gamma ${gamma}`, settings: { alpha, gamma, omega: 0 } })),
  { name: `offset, gamma ${gamma}`, settings: { alpha: 0, gamma, omega: 1 } },
  { name: `half offset, gamma ${gamma}`, settings: { alpha: 0, gamma, omega: 0.5 } },
])

/** And what a transfer takes that chooses for itself. */
export const VARIANTS: readonly Variant[] = [
  ...LOSSES,
  { name: 'omega by knowledge, gamma 1', settings: { alpha: 0, omega: 'auto' } },
  { name: 'omega by knowledge, steps open', settings: { alpha: 0, omega: 'auto', steps: 'auto' } },
  { name: 'alpha by knowledge, gamma 1', settings: { alpha: 'auto', omega: 0 } },
]
