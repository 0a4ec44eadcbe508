/**
 * The compute process of a plan.
 * @module
 */
import { serveCompute } from '@promptpost/engine/runtime'
import { planWork } from './plan-work.js'
import type { TunePromptOptions } from './tune-options.js'

serveCompute<TunePromptOptions, unknown, unknown>((options, { signal }) => planWork({ ...options, signal }))
