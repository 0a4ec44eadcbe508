/**
 * `npm run fuzz -- [--requests 10000] [--seed 1] [--har FILE]`: fuzzes the service from its contract and prints what it
 * answered; the valid requests and their answers may be kept for `redocly drift`.
 * @module
 */
import { parseArgs } from 'node:util'
import { outliveReader } from '@promptpost/base'
import { fuzz, neverSucceeded } from './fuzz.js'
import { harEntry, writeHar } from './har.js'
import { startTarget } from './target.js'

outliveReader()

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    har: { type: 'string' },
  },
})
const { server, known, tokens } = await startTarget()
const kept: unknown[] = []
try {
  const tally = await fuzz(server.url, known, tokens, {
    requests: Number(values.requests),
    seed: Number(values.seed),
    // What is wrong on purpose departs from the contract.
    onAnswer: (asked, answer) => {
      if (answer.status < 400 && asked.method === asked.operation.method)
        kept.push(harEntry(server.url, asked, answer))
    },
  })
  if (values.har !== undefined) await writeHar(values.har, kept)
  const { valid, invalid } = tally.bodies
  console.log(`${tally.requests} requests, seed ${values.seed}: no server failure, nothing undeclared`)
  console.log(`JSON bodies: ${valid} valid, ${invalid} invalid, of which none succeeded\n`)
  for (const [name, count] of [...tally.answers].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`${name.padEnd(28)}${count}`)
  const never = neverSucceeded(tally)
  console.log(`\noperations that never succeeded: ${never.length > 0 ? never.join(', ') : 'none'}`)
} finally {
  await server.close()
}
