/**
 * Data files to examples and texts, checked line by line.
 * @module
 */
export { checkLabels } from './check-labels.js'
export { DEFAULT_LIMITS, type Encoding, type Limits } from './lines.js'
export type { DataFormat } from './open-table.js'
export { type Example, type ReadExamplesOptions, readExamples } from './read-examples.js'
export { type ReadTextsOptions, readTexts } from './read-texts.js'
export { type ColumnSurvey, type DataSurvey, surveyData } from './survey.js'
