import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./style.css', import.meta.url), 'utf8')

/** Custom properties of a block. */
const coloursOf = (block: string): Record<string, string> =>
  Object.fromEntries(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  )

const [light, dark] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(match => coloursOf(match[1]!))
const schemes: [string, Record<string, string>][] = [
  ['light', light!],
  ['dark', { ...light, ...dark }],
]

/** WCAG 2.2, relative luminance and contrast ratio. */
const luminance = (colour: string): number => {
  const [r, g, b] = [1, 3, 5].map(at => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** Text on its background: 4.5 (AA). */
const TEXT: [string, string][] = [
  ['ink', 'paper'],
  ['ink', 'panel'],
  ['ink', 'good-panel'],
  ['ink', 'bad-panel'],
  ['ink', 'warn-panel'],
  ['soft', 'paper'],
  ['soft', 'panel'],
  ['soft', 'bad-panel'],
  ['accent', 'paper'],
  ['accent', 'accent-panel'],
  ['on-accent', 'accent'],
  ['good', 'paper'],
  ['good', 'good-panel'],
  ['bad', 'paper'],
  ['bad', 'bad-panel'],
]
/** What shows a control, its state or a graph: 3 (AA). */
const SHAPES: [string, string][] = [
  ['edge', 'paper'],
  ['accent', 'paper'],
  ['accent', 'panel'],
  ['accent', 'line'],
]

describe.each(schemes)('colours, %s', (_, colours) => {
  const below = (pairs: [string, string][], least: number): string[] =>
    pairs.flatMap(([front, back]) => {
      const ratio = contrast(colours[front]!, colours[back]!)
      return ratio >= least ? [] : [`${front} on ${back}: ${ratio.toFixed(2)}`]
    })

  it('have the contrast of WCAG AA', () => {
    expect(below(TEXT, 4.5)).toEqual([])
    expect(below(SHAPES, 3)).toEqual([])
  })
})

describe('the style', () => {
  it('takes colours from the properties alone, so that no pair escapes', () => {
    const rest = css.replace(/:root \{[^}]*\}/g, '')
    expect(rest.match(/#[0-9a-f]{3,8}\b/gi)).toBeNull()
  })

  it('moves nothing unless motion is welcome', () => {
    const [before] = css.split('@media (prefers-reduced-motion: no-preference)')
    expect(before).not.toMatch(/transition|animation/)
  })
})
