/**
 * What is told to a caller whose prediction was not made.
 * @module
 */
import { type ErrorCode, PromptPostError } from '@promptpost/base'
import { Problem } from '../http/problem.js'
import type { PredictionOutcome } from './predictor.js'

type Refused = Exclude<PredictionOutcome, { results: unknown }>

const JOB = 'or leave out `synchronous` to have a job do it.'

export const problemOf = (outcome: Refused): Error => {
  if ('failure' in outcome) {
    const { code, message, next } = outcome.failure
    return new PromptPostError(code as ErrorCode, message, next === undefined ? {} : { next })
  }
  switch (outcome.refused) {
    case 'busy':
      return new Problem(
        429,
        'busy',
        `Too many predictions wait. Ask again in ${outcome.seconds} s, ${JOB}`,
        {
          headers: { 'retry-after': `${outcome.seconds}` },
        },
      )
    case 'late':
      return new Problem(
        504,
        'timed-out',
        `No answer in time; the model may still be loading. Ask again, ${JOB}`,
      )
    case 'crashed':
      return new Problem(
        503,
        'unavailable',
        `The process that predicts died twice over this. Ask again, ${JOB}`,
      )
    case 'closed':
      return new Problem(503, 'unavailable', 'The service stops. Ask again.')
  }
}
