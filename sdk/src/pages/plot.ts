/**
 * Lines over two axes, linear or logarithmic, as one SVG that needs nothing around it and follows the reader's light or
 * dark.
 * @module
 */
import { escapeHtml } from './html.js'

export type Axis = {
  label: string
  scale: 'linear' | 'log'
  from: number
  to: number
  ticks: readonly number[]
  show: (tick: number) => string
}

export type PlotPoint = readonly [x: number, y: number]

export type PlotLine = { name: string; points: readonly PlotPoint[] }

export type Plot = {
  /** What is drawn, in a sentence, for those who do not see it. */
  label: string
  x: Axis
  y: Axis
  lines: readonly PlotLine[]
  /** A dashed line to compare with, without a name in the legend. */
  reference?: readonly PlotPoint[]
  /** Single points, with what is to be said of them. */
  marks?: readonly { at: PlotPoint; text: string }[]
}

const SIZE = 420
const LEFT = 56
const BOTTOM = 44
const TOP = 12
const RIGHT = 24
const COLOURS = 4

/** One style for all plots of a page: a style within an inline SVG is the whole page's. */
const STYLE = `.plot text { font: 11px system-ui, sans-serif; fill: #5b6570 } .plot .paper { fill: #ffffff } .plot .g { stroke: #d9dde2; fill: none }
.plot .chance { stroke: #8b95a0; stroke-dasharray: 4 3; fill: none } .plot .line { fill: none; stroke-width: 1.8 } .plot .mark { fill: #1b1f24 }
.plot .c0 { stroke: #1f4f8f } .plot .c1 { stroke: #b5641c } .plot .c2 { stroke: #3d8b5c } .plot .c3 { stroke: #8a3d7a } .plot text.said { fill: #1b1f24 }
@media (prefers-color-scheme: dark) { .plot text { fill: #9aa5b1 } .plot .paper { fill: #14171b } .plot .g { stroke: #343a42 } .plot .mark, .plot text.said { fill: #e6e9ed }
.plot .c0 { stroke: #8db8f0 } .plot .c1 { stroke: #f0a463 } .plot .c2 { stroke: #7fd0a0 } .plot .c3 { stroke: #d78fc6 } }`

const placer = ({ scale, from, to }: Axis, start: number, end: number) => {
  const of = (value: number): number => (scale === 'log' ? Math.log10(Math.max(value, from)) : value)
  const [low, high] = [of(from), of(to)]
  return (value: number): number => {
    const share = (of(Math.min(to, Math.max(from, value))) - low) / (high - low)
    return start + share * (end - start)
  }
}

/** @returns an SVG file */
export const plotSvg = ({ label, x, y, lines, reference = [], marks = [] }: Plot): string => {
  const placeX = placer(x, LEFT, SIZE - RIGHT)
  const placeY = placer(y, SIZE - BOTTOM, TOP)
  const px = (value: number): string => placeX(value).toFixed(1)
  const py = (value: number): string => placeY(value).toFixed(1)
  const pointsOf = (points: readonly PlotPoint[]): string =>
    points.map(([a, b]) => `${px(a)},${py(b)}`).join(' ')
  const columns = x.ticks.map(
    tick =>
      `<path class="g" d="M${px(tick)} ${TOP}V${SIZE - BOTTOM}"/>` +
      `<text x="${px(tick)}" y="${SIZE - BOTTOM + 16}" text-anchor="middle">${escapeHtml(x.show(tick))}</text>`,
  )
  const rows = y.ticks.map(
    tick =>
      `<path class="g" d="M${LEFT} ${py(tick)}H${SIZE - RIGHT}"/>` +
      `<text x="${LEFT - 6}" y="${(placeY(tick) + 4).toFixed(1)}" text-anchor="end">${escapeHtml(y.show(tick))}</text>`,
  )
  const drawn = lines.map(({ name, points }, at) => {
    const legend = TOP + 16 + 17 * at
    const colour = `c${at % COLOURS}`
    return (
      `<polyline class="line ${colour}" points="${pointsOf(points)}"/>` +
      `<path class="line ${colour}" d="M${LEFT + 8} ${legend - 4}h18"/>` +
      `<text x="${LEFT + 32}" y="${legend}">${escapeHtml(name)}</text>`
    )
  })
  const said = marks.map(({ at: [a, b], text }) => {
    const isRight = placeX(a) > SIZE * 0.6
    const place = isRight
      ? `x="${(placeX(a) - 8).toFixed(1)}" text-anchor="end"`
      : `x="${(placeX(a) + 8).toFixed(1)}"`
    return (
      `<circle class="mark" cx="${px(a)}" cy="${py(b)}" r="3.5"/>` +
      `<text class="said" ${place} y="${(placeY(b) + 14).toFixed(1)}">${escapeHtml(text)}</text>`
    )
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}" role="img" aria-label="${escapeHtml(label)}">
<style>${STYLE}</style>
<rect class="paper" width="${SIZE}" height="${SIZE}"/>
${[...columns, ...rows].join('')}
<polyline class="chance" points="${pointsOf(reference)}"/>
${[...drawn, ...said].join('\n')}
<text x="${(LEFT + SIZE - RIGHT) / 2}" y="${SIZE - 8}" text-anchor="middle">${escapeHtml(x.label)}</text>
<text transform="translate(12 ${(TOP + SIZE - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${escapeHtml(y.label)}</text>
</svg>
`
}

/** The powers of ten from one exponent to another, `step` apart. */
export const decades = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => Number(`1e${from + i * step}`))

/** A share on a logarithmic axis of the last four decades, where the few certain guesses can be seen. */
export const shareAxis = (label: string): Axis => ({
  label,
  scale: 'log',
  from: 1e-4,
  to: 1,
  ticks: decades(-4, 0),
  show: share => `${Number((100 * share).toPrecision(3))} %`,
})
