/**
 * The report's plots. Two are drawn from the plan alone; the budget depends on which records were used before, and is for
 * the client's eyes.
 * @module
 */

import { escapeHtml } from '../../pages/html.js'
import { decades, type PlotPoint, plotSvg, shareAxis } from '../../pages/plot.js'
import { roundTicks } from '../../pages/ticks.js'
import { truePositiveBound } from '../accounting/index.js'
import { downward, percentUpward, upward } from '../figures.js'
import type { LedgerStanding } from '../ledger/index.js'
import type { PrivacyPlan } from '../plan.js'
import { epsilonAt, type Reach } from './reach.js'

export type Figure = { readonly caption: string; readonly svg: string }

export const tradeOffFigure = ({ curve, truePositives }: Reach): Figure => {
  const rates = Array.from({ length: 81 }, (_, i) => 10 ** (-4 + i / 20))
  const [first] = truePositives
  return {
    caption: 'The most true positives that any test of membership can have, at each share of false ones',
    svg: plotSvg({
      label:
        `True positives at most against false positives, both on logarithmic axes. ` +
        `${truePositives.map(({ falsePositives, atMost }) => `${percentUpward(atMost)} at ${percentUpward(falsePositives)}`).join(', ')}. Dashed is chance.`,
      x: shareAxis('false positives'),
      y: shareAxis('true positives, at most'),
      lines: first
        ? [
            {
              name: 'most that the guarantee allows',
              points: rates.map(rate => [rate, truePositiveBound(curve, rate)]),
            },
          ]
        : [],
      reference: [
        [1e-4, 1e-4],
        [1, 1],
      ],
      marks: truePositives.map(({ falsePositives, atMost }) => ({
        at: [falsePositives, atMost],
        text: `${percentUpward(atMost)} at ${percentUpward(falsePositives)}`,
      })),
    }),
  }
}

export const epsilonFigure = ({ curve }: Reach, { epsilon, delta }: PrivacyPlan): Figure => {
  const points = Array.from({ length: 61 }, (_, i) => 10 ** (-12 + i / 6)).flatMap((at): PlotPoint[] => {
    const found = epsilonAt(curve, at)
    return found === undefined ? [] : [[at, found]]
  })
  const top = Math.max(epsilon, ...points.map(([, y]) => y), 1e-6) * 1.1
  return {
    caption: 'Epsilon over delta: one guarantee, every point of it',
    svg: plotSvg({
      label: `Epsilon over delta from 1e-12 to 1e-2, falling. Claimed: epsilon ${upward(epsilon)} at delta ${delta}.`,
      x: {
        label: 'delta',
        scale: 'log',
        from: 1e-12,
        to: 1e-2,
        ticks: decades(-12, -2, 2),
        show: tick => tick.toExponential().replace('e-', 'e−'),
      },
      y: {
        label: 'epsilon, at most',
        scale: 'linear',
        from: 0,
        to: top,
        ticks: roundTicks(0, top, 5),
        show: tick => String(tick),
      },
      lines: [{ name: 'this run', points }],
      marks: [{ at: [delta, epsilon], text: `claimed: ${upward(epsilon)} at ${delta}` }],
    }),
  }
}

const WIDTH = 420

/** A bar of what is spent and what is left; undefined where there is no budget, or none to compare at that delta. */
export const budgetFigure = ({ total, budget }: LedgerStanding): Figure | undefined => {
  // At a larger delta no run costs more, so the total is a bound on what is spent; at a smaller one it would be none.
  if (!budget || total.delta > budget.delta) return undefined
  const share = Math.min(1, total.epsilon / budget.epsilon)
  const left = downward(Math.max(0, budget.epsilon - total.epsilon))
  const spent = `${upward(total.epsilon)} spent`
  const full = `${left} left of ${budget.epsilon}`
  const x = 12
  const width = WIDTH - 2 * x
  return {
    caption: `Budget of these records at delta ${budget.delta}`,
    svg: `<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 ${WIDTH} 64" width="${WIDTH}" height="64" role="img" aria-label="${escapeHtml(`Epsilon of all runs: ${spent}, ${full}`)}">
<rect x="${x}" y="10" width="${width}" height="18" fill="none" stroke="#8b95a0"/>
<rect x="${x}" y="10" width="${(share * width).toFixed(1)}" height="18" fill="#7fa7dc"/>
<text x="${x}" y="50">${escapeHtml(spent)}</text>
<text x="${WIDTH - x}" y="50" text-anchor="end">${escapeHtml(full)}</text>
</svg>
`,
  }
}
