/**
 * How long something took, a bar for each day or month. A table beside it must say the same in figures.
 * @module
 */
import { roundTicks } from 'promptpost/pages'
import { figure } from './format.js'
import { useWidth } from './width.js'

const HEIGHT = 140
const LEFT = 44
const TOP = 8
const BOTTOM = 24

export type Bar = { name: string; value: number }

/** Seconds of a unit, the largest first, with the least number of them that is shown in it. */
const UNITS = [
  ['hours', 3600],
  ['minutes', 60],
  ['seconds', 1],
] as const
const LEAST = 3

type Props = {
  /** What took the time. */
  title: string
  /** In seconds. */
  bars: readonly Bar[]
}

export const Bars = ({ title, bars: given }: Props) => {
  const { place, width } = useWidth(600)
  const longest = given.reduce((high, { value }) => Math.max(high, value), 0)
  if (longest === 0) return null
  const [unit, length] = UNITS.find(([, seconds]) => longest >= LEAST * seconds) ?? UNITS[2]
  const bars = given.map(({ name, value }) => ({ name, value: value / length }))
  const most = longest / length
  const heading = `${title}, in ${unit}`
  const step = (width - LEFT) / bars.length
  const y = (value: number): number => TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM)
  return (
    <figure class="curve">
      <figcaption>{heading}</figcaption>
      <div ref={place}>
        <svg viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} role="img" aria-label={heading}>
          {roundTicks(0, most, 4).map(tick => (
            <g key={tick}>
              <line class="grid" x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} />
              <text x={LEFT - 8} y={y(tick) + 4} text-anchor="end">
                {figure(tick)}
              </text>
            </g>
          ))}
          {bars.map(({ name, value }, at) => (
            <rect
              key={name}
              class="bar"
              x={LEFT + at * step + step * 0.1}
              width={Math.max(1, step * 0.8)}
              y={y(value)}
              height={HEIGHT - BOTTOM - y(value)}
            />
          ))}
          <text x={LEFT} y={HEIGHT - 6}>
            {bars[0]?.name}
          </text>
          <text x={width} y={HEIGHT - 6} text-anchor="end">
            {bars.at(-1)?.name}
          </text>
        </svg>
      </div>
    </figure>
  )
}
