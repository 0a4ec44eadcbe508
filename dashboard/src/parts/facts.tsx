/**
 * Names with values.
 * @module
 */
import type { ComponentChildren } from 'preact'
import { figure, words } from './format.js'

export type Fact = readonly [name: string, value: ComponentChildren]

type Props = {
  facts: readonly (Fact | undefined | false)[]
  /** Figures and words, of which several fit side by side in a narrow window. */
  areShort?: boolean
}

/** What has no value is left out. */
export const Facts = ({ facts, areShort }: Props) => (
  <dl class={areShort ? 'short' : undefined}>
    {facts.map(fact =>
      fact && fact[1] !== undefined && fact[1] !== '' ? (
        <div key={fact[0]}>
          <dt>{fact[0]}</dt>
          <dd>{fact[1]}</dd>
        </div>
      ) : null,
    )}
  </dl>
)

/** Longest array that is written out. */
const MOST_ITEMS = 24

const DIGEST = /^[0-9a-f]{64}$/

const shown = (value: unknown): string | undefined => {
  if (typeof value === 'number') return figure(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.length <= MOST_ITEMS && value.every(item => typeof item !== 'object'))
    return value.map(shown).join(', ')
  return undefined
}

/** Whatever a step measured, inner objects under their names; long series are drawn elsewhere. */
export const factsOf = (value: unknown, prefix = ''): Fact[] =>
  Object.entries(typeof value === 'object' && value !== null ? value : {}).flatMap(
    ([name, inner]): Fact[] => {
      const full = prefix + words(name)
      if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
        return factsOf(inner, `${full}: `)
      const text = shown(inner)
      if (text === undefined) return []
      return [[full, DIGEST.test(text) ? <code class="digest">{text}</code> : text]]
    },
  )
