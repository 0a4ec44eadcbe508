/**
 * A report as one HTML file that asks nothing of any network: rows with their intervals as bars, verdicts, loss curves,
 * settings.
 * @module
 */

import { escapeHtml } from '../../pages/html.js'
import { STYLE } from '../../pages/style.js'
import type { Row } from '../rows.js'
import { type Curve, curveFigure } from './curve.js'

export type Report = {
  title: string
  /** Paragraphs under the title. */
  lead: readonly string[]
  rows: readonly Row[]
  /** How the rows are to be read. */
  rowsNote: string
  /** Short statements, good or bad or neither. */
  findings: readonly { text: string; isGood?: boolean }[]
  curves: readonly Curve[]
  curvesNote?: string
  /** Named lists of names and values. */
  facts: readonly { title: string; entries: readonly (readonly [string, string])[] }[]
}

const share = (percent: number): string => `${Math.min(100, Math.max(0, percent)).toFixed(1)}%`

const barOf = ({ accuracy, interval }: Row): string => {
  if (accuracy === undefined || !interval) return ''
  const [low, high] = interval
  const whisker = `<b style="left:${share(low)};width:${share(high - low)}"></b>`
  return `<div class="bar"><i style="width:${share(accuracy)}"></i>${whisker}</div>`
}

const rowOf = (row: Row): string => {
  const { name, accuracy, interval, seconds, note, worthUsing } = row
  const tone = worthUsing === undefined ? '' : worthUsing ? ' good' : ' bad'
  return `<tr><td>${escapeHtml(name)}</td>
<td class="number accuracy">${accuracy === undefined ? 'n/a' : accuracy.toFixed(1)}</td>
<td class="scale">${barOf(row)}</td>
<td class="number">${interval ? `${interval[0].toFixed(1)} – ${interval[1].toFixed(1)}` : ''}</td>
<td class="number">${seconds.toFixed(1)}</td>
<td class="note${tone}">${escapeHtml(note)}</td></tr>`
}

const listOf = ({ title, entries }: Report['facts'][number]): string =>
  `<section><h3>${escapeHtml(title)}</h3><dl>${entries
    .map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`)
    .join('')}</dl></section>`

const findingOf = ({ text, isGood }: Report['findings'][number]): string =>
  `<li${isGood === undefined ? '' : ` class="${isGood ? 'good' : 'bad'}"`}>${escapeHtml(text)}</li>`

const section = (title: string, content: string): string =>
  content === '' ? '' : `<h2>${escapeHtml(title)}</h2>\n${content}\n`

/** @returns the whole file; everything given is shown as text */
export const renderReport = (report: Report): string => {
  const { title, lead, rows, rowsNote, findings, curves, curvesNote, facts } = report
  const table = `<div class="scroll"><table>
<thead><tr><th>arm</th><th class="number">accuracy %</th><th class="scale">0 to 100 %</th><th class="number">95 % interval</th>
<th class="number">seconds</th><th>note</th></tr></thead>
<tbody>${rows.map(rowOf).join('\n')}</tbody></table></div>
<p class="soft">${escapeHtml(rowsNote)}</p>`
  const figures = curves.map(curveFigure).join('\n')
  const note = curvesNote === undefined ? '' : `<p class="soft">${escapeHtml(curvesNote)}</p>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body><main>
<h1>${escapeHtml(title)}</h1>
${lead.map(text => `<p>${escapeHtml(text)}</p>`).join('\n')}
${section('Accuracy', table)}${section('What to make of it', findings.length > 0 ? `<ul>${findings.map(findingOf).join('')}</ul>` : '')}${section(
  'Loss',
  figures === '' ? '' : `<div class="curves">${figures}</div>${note}`,
)}${section('Settings', `<div class="facts">${facts.map(listOf).join('')}</div>`)}</main></body>
</html>
`
}
