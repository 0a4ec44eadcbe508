/**
 * Puts each command's example and the shape of its `--json` below its help.
 * @module
 */
import type { Command } from 'commander'
import { ANSWERS, answerLines } from './answers/index.js'
import { leaves } from './tree.js'

export const attachAnswers = (program: Command): void => {
  for (const { path, command } of leaves(program)) {
    const answer = ANSWERS[path]
    if (!answer) continue
    command.addHelpText(
      'after',
      `\nExample:\n  ${answer.example}\n\nWith --json:\n  ${answerLines(answer).join('\n  ')}`,
    )
  }
}
