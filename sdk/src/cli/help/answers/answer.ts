/**
 * What is told of a command beside its options.
 * @module
 */
import { renderShape, type Shape } from '../shapes.js'

export type Answer = {
  example: string
  json: Shape
  /** What the shape does not say. */
  note?: string
  /** With a flag, or several, that make it another answer. */
  variants?: Readonly<Record<string, Shape>>
}

/** Of commands that change something on the service. */
export const DRY_RUN: Shape = {
  request: {
    method: 'string',
    url: 'string',
    body: { type: 'string | null', bytes: 'number', sha256: 'string' },
  },
}

/** What an answer looks like, a line for each flag that changes it. */
export const answerLines = ({ json, note, variants = {} }: Answer): string[] => [
  `${renderShape(json)}${note === undefined ? '' : ` (${note})`}`,
  ...Object.entries(variants).map(([flag, shape]) => `${flag}: ${renderShape(shape)}`),
]
