/**
 * The privacy report that travels with a prompt: what was guaranteed, how, and what was not, signed together with the prompt.
 * It holds public figures only, and is refused as soon as one precondition of the claim does not hold.
 * @module
 */
export { type Composed, composeReport } from './compose.js'
export type { LoopPreconditions } from './preconditions.js'
export { signingKey } from './signing-key.js'
export { renderReport } from './text.js'
export type { PrivacyReport, ReportFacts, UnsealedReport } from './types.js'
export { type Verified, verifyPromptFolder, verifyReport } from './verify.js'
export { type WriteReport, writePrivacyReport } from './write.js'
