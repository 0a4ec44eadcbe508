export { type Collected, collectPolicies } from './policy/collect.js'
export type { Context } from './policy/conditions.js'
export { type Decision, evaluate } from './policy/evaluate.js'
export { buildStack, type TemplateJson, templateOf } from './synthesise.js'
