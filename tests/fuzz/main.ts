/**
 * `npm run fuzz -- [--requests 10000] [--seed 1]`: fuzzes the service from its contract and prints what it answered.
 * @module
 */
import { parseArgs } from 'node:util'
import { fuzz, neverSucceeded } from './fuzz.js'
import { startTarget } from './target.js'

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
})
const { server, known, tokens } = await startTarget()
try {
  const tally = await fuzz(server.url, known, tokens, {
    requests: Number(values.requests),
    seed: Number(values.seed),
  })
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
