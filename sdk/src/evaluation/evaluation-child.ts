/**
 * The compute process of {@link evaluateMethod}.
 * @module
 */
import { serveCompute } from '@promptpost/engine/runtime'
import type { EvaluationOptions, EvaluationTable } from './types.js'
import { type EvaluationProgress, evaluationWork } from './work.js'

serveCompute<EvaluationOptions, EvaluationTable, EvaluationProgress>(evaluationWork)
