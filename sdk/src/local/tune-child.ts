/**
 * The compute process of local tuning.
 * @module
 */
import { serveCompute } from '@promptpost/engine/runtime'
import type { TunePromptOptions } from './tune-options.js'
import { tuneWork } from './tune-work.js'

serveCompute<TunePromptOptions, unknown, unknown>((options, monitor) => tuneWork({ ...options, ...monitor }))
