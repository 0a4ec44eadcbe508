import { expect, it } from 'vitest'
import type { TunePromptOptions } from './tune-options.js'
import { withDefaults } from './tune-settings.js'

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
