#!/usr/bin/env node
/**
 * `npm run evaluate`: the table of an evaluation, on stdout and in files. The first Ctrl-C stops after the step at work
 * and keeps what is finished; the same command goes on from there.
 * @module
 */
import { relative } from 'node:path'
import { outliveReader, PromptPostError } from '@promptpost/base'
import { evaluateMethod } from './evaluate-method.js'
import { readFlags, USAGE } from './flags.js'
import { createProgressLine, speedOf } from './progress-line.js'
import { rowsOf } from './rows.js'
import { terminalTable } from './table.js'
import type { EvaluationProgress } from './work.js'

outliveReader()

const EXIT = { failed: 1, usage: 2, interrupted: 130 }

const main = async (): Promise<number> => {
  const options = readFlags(process.argv.slice(2))
  if (!options) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  const stopping = new AbortController()
  const stop = (): void => stopping.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const line = createProgressLine()
  const onProgress = ({ done, arms, message, step }: EvaluationProgress): void => {
    if (message !== undefined) line.say(message)
    if (!step) return
    const { arm, stage, loss, rate, unit, secondsLeft } = step
    const speed = speedOf(rate, unit)
    line.show({
      stage: `[${done + 1}/${arms}] ${arm}: ${stage}`,
      share: step.step / step.steps,
      ...(loss !== undefined && { loss }),
      ...(speed !== undefined && { speed }),
      ...(secondsLeft !== undefined && { secondsLeft }),
    })
  }
  try {
    const table = await evaluateMethod(options, { onProgress, signal: stopping.signal })
    line.end()
    process.stdout.write(`${terminalTable(rowsOf(table.results))}\n`)
    process.stderr.write(
      `\ntable.md, table.json and report.html are in ${relative('', options.out) || '.'}\n`,
    )
    return 0
  } finally {
    line.end()
  }
}

main().then(
  code => {
    process.exitCode = code
  },
  error => {
    const { message, code } = error as PromptPostError
    if (code === 'cancelled') {
      process.stderr.write('Stopped. What is finished is kept: the same command goes on from there.\n')
      process.exitCode = EXIT.interrupted
      return
    }
    process.stderr.write(`${error instanceof PromptPostError ? message : (error as Error).stack}\n`)
    process.exitCode = code === 'invalid-argument' ? EXIT.usage : EXIT.failed
  },
)
