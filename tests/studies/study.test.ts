/** Which variants a study measures. */
import { expect, it } from 'vitest'
import { takeVariants } from './study.js'

const ALL = ['paper', 'in the template, proxy prompts 1/2', 'spread layers']

it('takes the named variants out of the arguments, commas and all', () => {
  const args = ['--out', 'o', '--variants', `${ALL[1]};paper`, '--seeds', '1']
  expect(takeVariants(args, ALL)).toEqual([ALL[1], 'paper'])
  expect(args).toEqual(['--out', 'o', '--seeds', '1'])
  expect(takeVariants(args, ALL)).toEqual(ALL)
})

it.each([
  ['a name that is not known', ['--variants', 'paper;papers'], 'papers'],
  ['no name', ['--variants'], ''],
])('refuses %s', (_, args, value) => {
  expect(() => takeVariants([...args], ALL)).toThrow(
    expect.objectContaining({ field: '--variants', value, next: `Name some of ${ALL.join('; ')}.` }),
  )
})
