/**
 * A process of the ledger's tests: charges one run on a hundred records, says so, and works until it is killed or told not to.
 * Arguments: directory, epsilon, budget or 0, then `stay` or `leave`, then the ticket of a checkpoint if there is one.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { openLedger } from './ledger.js'
import { planOf, texts } from './sample.test.support.js'

const [directory, epsilon, budget, then, ticket] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string?,
]
try {
  const ledger = await openLedger(directory)
  const { run, isContinued } = await ledger.charge(ledger.identify(texts(0, 100)), planOf(Number(epsilon)), {
    ...(Number(budget) > 0 && { budget: { epsilon: Number(budget) } }),
    ticket,
  })
  process.stdout.write(`${isContinued ? 'continued' : 'charged'} ${run}\n`)
  if (then === 'stay') await sleep(600_000)
} catch (error) {
  const { code, message } = error as Error & { code?: string }
  process.stderr.write(`${code}: ${message}\n`)
  process.exitCode = 5
}
