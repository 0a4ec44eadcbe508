/**
 * Which handler runs which kind of job.
 * @module
 */
import type { JobHandlers } from '../worker/handler.js'
import { distil } from './distil.js'
import { predict } from './predict.js'
import { transfer } from './transfer.js'

export const handlers: JobHandlers = { distil, transfer, predict }
