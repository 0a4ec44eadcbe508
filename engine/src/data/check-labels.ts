/**
 * Every label must be a class the model can answer with: found out before anything is computed.
 * @module
 */
import { listNames, refuseData } from './errors.js'
import type { Example } from './read-examples.js'

/**
 * Checks that every example has a label and that the verbalizer has a word for it.
 *
 * @param labels the verbalizer's labels
 * @param path file the examples came from, for the message
 * @throws PromptPostError 'invalid-data' naming the line and the verbalizer's labels. The example's own label is not
 *   shown: with the wrong column chosen it would be a private text.
 */
export const checkLabels = (
  examples: readonly Example[],
  labels: readonly string[],
  path = 'examples',
): void => {
  const known = new Set(labels)
  for (const { label, line } of examples) {
    if (label === undefined) {
      refuseData({ path, line }, 'has no label', 'Name the column of labels with labelColumn.')
    } else if (!known.has(label)) {
      const problem = `has a label that the verbalizer lacks; it has ${listNames(labels)}`
      refuseData(
        { path, line },
        problem,
        'Rename labels with `labels`, or give the class a word in the verbalizer.',
      )
    }
  }
}
