/**
 * Who is in which shadow prompt's data: every record in exactly half of them, each half as likely as any other.
 *
 * Records are drawn independently of each other, so that seen from one prompt each is a member by a fair coin of its own.
 * Sizes therefore differ a little from prompt to prompt; were they made equal, one record's membership would tell of
 * another's and the attack could no longer be held against a guarantee for one record.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { createRandom } from '@promptpost/engine/text'

/** `[shadow][record]`: 1 for a member. */
export type Membership = readonly Uint8Array[]

/** With fewer there is no variance to fit: a target leaves two shadows of a side or less. */
export const LEAST_SHADOWS = 6
export const MOST_SHADOWS = 256

/** @throws PromptPostError for an odd number of shadows, or one out of range */
export const drawMembership = (records: number, shadows: number, seed: number): Membership => {
  if (!(shadows >= LEAST_SHADOWS && shadows <= MOST_SHADOWS && shadows % 2 === 0))
    throw new PromptPostError(
      'invalid-argument',
      `must be an even number from ${LEAST_SHADOWS} to ${MOST_SHADOWS}`,
      { field: 'shadows', value: shadows, next: 'Every record is in half of them; 8 are a good start.' },
    )
  const random = createRandom(seed)
  const members = Array.from({ length: shadows }, () => new Uint8Array(records))
  const all = members.map((_, shadow) => shadow)
  for (let record = 0; record < records; record++)
    for (const shadow of random.shuffled(all).slice(0, shadows / 2)) members[shadow]![record] = 1
  return members
}
