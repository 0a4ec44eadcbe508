export { DEFAULTS, type Options } from './options.js'
export { DeploymentProblem } from './problem.js'
export { readOptions } from './read.js'
