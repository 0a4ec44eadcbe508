/**
 * For each command an example and the shape of its `--json`. A command without an entry is found by a test.
 * @module
 */
import type { Answer } from './answer.js'
import { BESIDE_THE_SERVICE } from './beside-service.js'
import { PRIVACY } from './privacy.js'
import { OF_THE_SERVICE } from './service.js'
import { ON_THIS_MACHINE } from './this-machine.js'
import { TUNING } from './tuning.js'

export { type Answer, answerLines, DRY_RUN } from './answer.js'

/** By the words of the command. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  ...TUNING,
  ...PRIVACY,
  ...ON_THIS_MACHINE,
  ...BESIDE_THE_SERVICE,
  ...OF_THE_SERVICE,
}
