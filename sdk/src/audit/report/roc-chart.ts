/**
 * Receiver operating characteristics on logarithmic axes, where the few certain guesses can be seen (Carlini et al. 2022,
 * section II). One SVG that needs nothing around it.
 * @module
 */
import { escapeHtml } from '../../evaluation/report/html.js'
import type { RocPoint } from '../lira/roc.js'

export type RocLine = { name: string; curve: readonly RocPoint[] }

const SIZE = 420
const LEFT = 52
const BOTTOM = 44
const TOP = 12
const RIGHT = 12
/** Decades shown. */
const DECADES = 4
const COLOURS = ['#1f4f8f', '#b5641c', '#3d8b5c', '#8a3d7a']

const place = (value: number, from: number, to: number): number => {
  const share = 1 + Math.log10(Math.max(value, 10 ** -DECADES)) / DECADES
  return from + share * (to - from)
}
const x = (fpr: number): string => place(fpr, LEFT, SIZE - RIGHT).toFixed(1)
const y = (tpr: number): string => place(tpr, SIZE - BOTTOM, TOP).toFixed(1)

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`

const grid = (): string =>
  Array.from({ length: DECADES + 1 }, (_, i) => 10 ** (i - DECADES))
    .map(
      value =>
        `<path class="g" d="M${x(value)} ${TOP}V${SIZE - BOTTOM}M${LEFT} ${y(value)}H${SIZE - RIGHT}"/>` +
        `<text x="${x(value)}" y="${SIZE - BOTTOM + 16}" text-anchor="middle">${percent(value)}</text>` +
        `<text x="${LEFT - 6}" y="${Number(y(value)) + 4}" text-anchor="end">${percent(value)}</text>`,
    )
    .join('')

const line = ({ name, curve }: RocLine, at: number): string => {
  const colour = COLOURS[at % COLOURS.length]
  const shown = curve.filter(({ tpr }) => tpr > 0)
  const points = shown.map(({ fpr, tpr }) => `${x(fpr)},${y(tpr)}`).join(' ')
  const legend = TOP + 16 + 17 * at
  return (
    `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="1.6"/>` +
    `<path d="M${LEFT + 8} ${legend - 4}h18" stroke="${colour}" stroke-width="2"/>` +
    `<text x="${LEFT + 32}" y="${legend}">${escapeHtml(name)}</text>`
  )
}

/** @returns an SVG file */
export const rocChart = (lines: readonly RocLine[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}" role="img" aria-label="${escapeHtml(`true against false positives: ${lines.map(({ name }) => name).join(', ')}`)}">
<style>text { font: 11px system-ui, sans-serif; fill: #5b6570 } .g { stroke: #d9dde2 } .chance { stroke: #8b95a0; stroke-dasharray: 4 3 }</style>
<rect width="${SIZE}" height="${SIZE}" fill="#ffffff"/>
${grid()}
<path class="chance" d="M${x(1e-9)} ${y(1e-9)}L${x(1)} ${y(1)}"/>
${lines.map(line).join('\n')}
<text x="${(LEFT + SIZE - RIGHT) / 2}" y="${SIZE - 8}" text-anchor="middle">false positives</text>
<text transform="translate(12 ${(TOP + SIZE - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">true positives</text>
</svg>
`
