/**
 * What an example in a doc comment may use without saying where it is from, beside what the package exports.
 */
import type { PromptPost } from 'promptpost'

declare global {
  /** Of the service that the reader has in mind. */
  const client: PromptPost
  /** What a webhook's receiver was sent. */
  const request: Request
}
