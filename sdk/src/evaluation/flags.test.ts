import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readFlags } from './flags.js'

const NEEDED = [
  ...[
    '--model',
    'm',
    '--private',
    'a.tsv',
    '--test',
    'b',
    '--public',
    'c.txt',
    '--template',
    '{text}\\nIt was',
  ],
  ...['--verbalizer', '{"bad":"bad","good":["good","fine"]}', '--out', 'o'],
]

describe('the flags of evaluate', () => {
  it('make options of words, lists and settings', () => {
    const flags = [
      '--students',
      '2,4',
      '--epsilon',
      '8,0.5',
      '--seeds',
      '1,2',
      '--steps',
      '50',
      '--tune-steps',
      '20',
    ]
    const options = readFlags([
      ...NEEDED,
      ...flags,
      '--distil-text',
      'd',
      '--gamma',
      '0',
      '--alpha',
      'auto',
      '--omega',
      '1',
    ])!
    expect(options).toMatchObject({
      model: resolve('m'),
      out: resolve('o'),
      distilText: resolve('d'),
      task: { template: '{text}\nIt was', verbalizer: { bad: ['bad'], good: ['good', 'fine'] } },
      students: [2, 4],
      epsilons: [8, 0.5],
      seeds: [1, 2],
      settings: { tune: { steps: 20 }, transfer: { steps: 50, gamma: 0, alpha: 'auto', omega: 1 } },
    })
  })

  it('say for each file how it is read, or for all', () => {
    const flags = [
      '--header',
      'false',
      '--label-column',
      '1',
      '--test-format',
      'space',
      '--test-label-column',
      'label',
    ]
    const labels = [
      '--private-labels',
      '{"0":"bad","1":"good"}',
      '--test-limit',
      '10',
      '--public-only',
      'a,b',
    ]
    const options = readFlags([...NEEDED, ...flags, ...labels])!
    expect(options.private.read).toEqual({ header: false, labelColumn: '1', labels: { 0: 'bad', 1: 'good' } })
    expect(options.test).toEqual({
      path: resolve('b'),
      read: { header: false, labelColumn: 'label', format: 'space' },
      limit: 10,
    })
    expect(options.public.read).toMatchObject({ only: ['a', 'b'] })
  })

  it('say how students are made, and what steps compute with', () => {
    const recipe = ['--keep', 'spread', '--positions', '0.25', '--proxy-share', '0.5', '--weights', 'int8']
    const { settings } = readFlags([...NEEDED, ...recipe])!
    expect(settings).toMatchObject({
      distil: { keep: 'spread', positions: 0.25, proxyShare: 0.5 },
      weights: 'int8',
    })
    expect(readFlags([...NEEDED, '--keep', '0,2,5'])!.settings!.distil!.keep).toEqual([0, 2, 5])
  })

  it('take no budget at all for an answer', () => {
    expect(readFlags([...NEEDED, '--epsilon', 'none'])!.epsilons).toEqual([])
  })

  it.each([
    [[], '--model: is missing'],
    [[...NEEDED, '--students', '2,x'], '--students: is not a list of numbers'],
    [[...NEEDED, '--steps', ''], '--steps: is not a number'],
    [[...NEEDED, '--header', 'no'], '--header: must be true or false'],
    [[...NEEDED, '--labels', '{"0":1}'], '--labels: must name labels by strings'],
    [[...NEEDED, '--verbalizer', '[1]'], '--verbalizer: is not a JSON object'],
    [[...NEEDED, '--verbalizer', '{"a":[1]}'], '--verbalizer: must hold words'],
    [[...NEEDED, '--test-limit', '0'], '--test-limit: must be a positive whole number'],
    [[...NEEDED, '--stepz', '3'], 'command line'],
    [[...NEEDED, '--scoring', 'max'], '--scoring: must be'],
    [[...NEEDED, '--weights', 'int4'], '--weights: must be int8'],
    [[...NEEDED, '--keep', 'first'], '--keep: is not a list of numbers'],
  ])('refuse %j', (flags, message) => {
    expect(() => readFlags(flags)).toThrow(message)
  })

  it('ask for help with nothing else', () => {
    expect(readFlags(['--help'])).toBeUndefined()
  })
})
