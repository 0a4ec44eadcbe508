/**
 * Receiver operating characteristics on logarithmic axes, where the few certain guesses can be seen (Carlini et al. 2022,
 * section II). One SVG that needs nothing around it.
 * @module
 */
import { plotSvg, shareAxis } from '../../pages/plot.js'
import type { RocPoint } from '../lira/roc.js'

export type RocLine = { name: string; curve: readonly RocPoint[] }

/** @returns an SVG file */
export const rocChart = (lines: readonly RocLine[]): string =>
  plotSvg({
    label: `true against false positives: ${lines.map(({ name }) => name).join(', ')}`,
    x: shareAxis('false positives'),
    y: shareAxis('true positives'),
    lines: lines.map(({ name, curve }) => ({
      name,
      points: curve.filter(({ tpr }) => tpr > 0).map(({ fpr, tpr }) => [fpr, tpr] as const),
    })),
    reference: [
      [1e-4, 1e-4],
      [1, 1],
    ],
  })
