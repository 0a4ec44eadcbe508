/**
 * A loss curve as inline SVG: every step faint, a moving mean on top, a few round ticks.
 * @module
 */
import { escapeHtml } from '../../pages/html.js'
import { movingMean } from '../../pages/moving-mean.js'
import { roundTicks } from '../../pages/ticks.js'

export type Curve = { title: string; losses: readonly number[] }

const WIDTH = 400
const HEIGHT = 190
const LEFT = 44
const RIGHT = 10
const TOP = 10
const BOTTOM = 24
/** Most points drawn of one line. */
const POINTS = 400

const points = (
  values: readonly number[],
  x: (i: number) => number,
  y: (value: number) => number,
): string => {
  const stride = Math.max(1, Math.ceil(values.length / POINTS))
  return values
    .map((value, i) => ({ value, i }))
    .filter(({ i }) => i % stride === 0 || i === values.length - 1)
    .map(({ value, i }) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`)
    .join(' ')
}

const shown = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)))

/** A figure with its caption; one of a single step is a sentence. */
export const curveFigure = ({ title, losses }: Curve): string => {
  const finite = losses.filter(Number.isFinite)
  if (finite.length < 2) return ''
  const smooth = movingMean(finite)
  const [low, high] = [Math.min(...finite), Math.max(...finite)]
  const margin = (high - low || 1) * 0.05
  const x = (i: number): number => LEFT + (i / (finite.length - 1)) * (WIDTH - LEFT - RIGHT)
  const y = (value: number): number =>
    TOP + (1 - (value - low + margin) / (high - low + 2 * margin)) * (HEIGHT - TOP - BOTTOM)
  const rows = roundTicks(low - margin, high + margin).map(
    tick =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}"/>` +
      `<text x="${LEFT - 6}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${shown(tick)}</text>`,
  )
  const columns = roundTicks(1, finite.length, 5)
    .filter(tick => Number.isInteger(tick) && tick >= 1)
    .map(
      tick =>
        `<text x="${x(tick - 1).toFixed(1)}" y="${HEIGHT - 6}" text-anchor="${tick === finite.length ? 'end' : 'middle'}">${tick}</text>`,
    )
  const [first, last] = [smooth[0]!, smooth.at(-1)!]
  const label = `${title}: loss from ${shown(first)} to ${shown(last)} in ${finite.length} steps`
  return `<figure>
<figcaption>${escapeHtml(title)} <span>${shown(first)} → ${shown(last)}, ${finite.length} steps</span></figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(label)}">
${rows.join('')}${columns.join('')}
<polyline class="raw" points="${points(finite, x, y)}"/>
<polyline class="mean" points="${points(smooth, x, y)}"/>
</svg>
</figure>`
}
