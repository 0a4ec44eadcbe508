/**
 * What reports and the dashboard draw alike: pure, and so at home in a browser.
 * @module
 */
export { movingMean } from './moving-mean.js'
export { roundTicks } from './ticks.js'
