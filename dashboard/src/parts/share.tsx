/**
 * A share in [0, 1] as a bar with its figure.
 * @module
 */
import { percent } from './format.js'

export const Share = ({ share }: { share: number | undefined }) =>
  share === undefined ? (
    <span>–</span>
  ) : (
    <span class="share">
      <progress max={1} value={share} aria-hidden="true" />
      <span class="number">{percent(share)}</span>
    </span>
  )
