import { MODEL_KINDS } from '@promptpost/base'
import { expect, it } from 'vitest'
import { FAMILIES, parseConfig } from './registry.js'
import { TINY_CONFIGS } from './testing/tiny-models.js'

it('what base says of families is what the engine computes', () => {
  expect(Object.keys(MODEL_KINDS).sort()).toEqual(FAMILIES.flatMap(({ types }) => types).sort())
  for (const config of Object.values(TINY_CONFIGS))
    expect(parseConfig(config, 'config.json').config.kind).toBe(MODEL_KINDS[config.model_type])
})
