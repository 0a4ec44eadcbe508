import { expect, it } from 'vitest'
import { makePlan } from '../tune-and-transfer/plan.js'
import type { TunePromptOptions } from './tune-options.js'
import { withDefaults } from './tune-settings.js'

it('tuning refuses a budget without privacy before anything is read, by itself and in one call with a transfer', async () => {
  const options = {
    data: 'data.tsv',
    out: 'out',
    task: { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } },
    ledger: { budget: { epsilon: 1 } },
  }
  const says = /privacy: is missing: without it nothing is private\. .*leave ledger\.budget out/
  expect(() => withDefaults({ ...options, student: 'student' })).toThrow(says)
  expect(() => withDefaults({ ...options, student: 'student', privacy: { epsilon: 1 } })).not.toThrow()
  const unasked = undefined as never
  await expect(makePlan(unasked, options, unasked, 'out')).rejects.toThrow(says)
})

it.each([
  [
    { template: '{text} It was', answers: { maxTokens: 4 } },
    /task\.verbalizer: is missing: .*answers of several tokens/,
  ],
  [{ template: '{text} It was' }, /task\.verbalizer: is missing/],
])('tuning refuses the task %j before anything is read', (task, says) => {
  const options = {
    student: 'student',
    data: 'data.tsv',
    out: 'out',
    task: task as TunePromptOptions['task'],
  }
  expect(() => withDefaults(options)).toThrow(says)
})
