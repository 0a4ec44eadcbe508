/**
 * Questions on a terminal, on stderr so that stdout holds the result alone. Where there is no terminal nothing is asked.
 * @module
 */
import { createInterface } from 'node:readline/promises'
import { CliError, EXIT } from './failure.js'
import { plain } from './text.js'

export type Question = {
  text: string
  /** Taken for an empty answer. */
  proposal?: string | undefined
  /** Says what is wrong with an answer, which is then asked for again. */
  refuse?: (answer: string) => string | undefined
}

export type Asker = { ask: (question: Question) => Promise<string>; close: () => void }

/** Whether someone is there to answer. */
export const isTerminal = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true

const stopped = (): CliError =>
  new CliError(EXIT.interrupted, 'cancelled', 'stopped at a question; nothing was done')

/** Ctrl-C and the end of the input stop the questions. */
export const openAsker = (signal: AbortSignal): Asker => {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const closed = new AbortController()
  lines.on('SIGINT', () => process.emit('SIGINT'))
  lines.on('close', () => closed.abort())
  const either = AbortSignal.any([signal, closed.signal])
  const once = async (prompt: string): Promise<string> => {
    try {
      return (await lines.question(prompt, { signal: either })).trim()
    } catch (error) {
      throw either.aborted ? stopped() : error
    }
  }
  return {
    async ask({ text, proposal, refuse }) {
      for (;;) {
        if (either.aborted) throw stopped()
        const answer = (await once(`${plain(text)}${proposal ? ` [${plain(proposal)}]` : ''}: `)) || proposal
        const problem = answer ? refuse?.(answer) : 'an answer is needed'
        if (answer && problem === undefined) return answer
        process.stderr.write(`  ${plain(problem ?? '')}\n`)
      }
    },
    close: () => lines.close(),
  }
}
