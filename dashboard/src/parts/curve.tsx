/**
 * A loss curve as SVG: every report faint, a moving mean on top, a few round ticks. As wide as its place, so that its text stays
 * readable in a narrow window.
 * @module
 */
import { movingMean, roundTicks } from 'promptpost/pages'
import type { CurvePoint } from '../service/job-history.js'
import { figure } from './format.js'
import { useWidth } from './width.js'

const HEIGHT = 200
const LEFT = 48
const RIGHT = 12
const TOP = 8
const BOTTOM = 26
/** Most points drawn of one line. */
const MOST_POINTS = 500

/** Every so many, and the last. */
const thinned = (points: readonly CurvePoint[]): CurvePoint[] => {
  const stride = Math.max(1, Math.ceil(points.length / MOST_POINTS))
  return points.filter((_, i) => i % stride === 0 || i === points.length - 1)
}

export const LossCurve = ({ title, points }: { title: string; points: readonly CurvePoint[] }) => {
  const { place, width } = useWidth(600)
  const finite = points.filter(([, loss]) => Number.isFinite(loss))
  const smooth = movingMean(finite.map(([, loss]) => loss))
  const mean = finite.map(([step], i): CurvePoint => [step, smooth[i] as number])
  const [first, last] = [finite[0], finite.at(-1)]
  if (!first || !last || finite.length < 2) return null

  const losses = finite.map(([, loss]) => loss)
  const [low, high] = [losses.reduce((a, b) => Math.min(a, b)), losses.reduce((a, b) => Math.max(a, b))]
  const margin = (high - low || Math.abs(high) || 1) * 0.06
  const x = (step: number): number =>
    LEFT + ((step - first[0]) / (last[0] - first[0] || 1)) * (width - LEFT - RIGHT)
  const y = (loss: number): number =>
    TOP + (1 - (loss - low + margin) / (high - low + 2 * margin)) * (HEIGHT - TOP - BOTTOM)
  const line = (of: readonly CurvePoint[]): string =>
    thinned(of)
      .map(([step, loss]) => `${x(step).toFixed(1)},${y(loss).toFixed(1)}`)
      .join(' ')
  const steps = roundTicks(first[0], last[0], width < 420 ? 3 : 6).filter(Number.isInteger)
  const summary = `${figure(smooth[0] as number)} to ${figure(smooth.at(-1) as number)}`

  return (
    <figure class="curve">
      <figcaption>
        {title} <span class="soft">{summary}</span>
      </figcaption>
      <div ref={place}>
        <svg
          viewBox={`0 0 ${width} ${HEIGHT}`}
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={`${title}: from ${summary}, steps ${first[0]} to ${last[0]}`}
        >
          {roundTicks(low - margin, high + margin, 5).map(tick => (
            <g key={tick}>
              <line class="grid" x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
              <text x={LEFT - 8} y={y(tick) + 4} text-anchor="end">
                {figure(tick)}
              </text>
            </g>
          ))}
          {steps.map(tick => (
            <text key={tick} x={x(tick)} y={HEIGHT - 6} text-anchor={x(tick) > width - 30 ? 'end' : 'middle'}>
              {figure(tick)}
            </text>
          ))}
          <polyline class="raw" points={line(finite)} />
          <polyline class="mean" points={line(mean)} />
        </svg>
      </div>
    </figure>
  )
}

/** Losses of every step, from 1. */
export const stepped = (losses: readonly number[]): CurvePoint[] => losses.map((loss, i) => [i + 1, loss])
