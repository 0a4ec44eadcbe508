/**
 * The demo's command line.
 * @module
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { PromptPostError } from '@promptpost/base'

export const USAGE = `usage: npm run demo -- [--json FILE] [--out DIR] [--seed N] [--quick]

  --json FILE   also write the table and everything around it as JSON
  --out DIR     where the service's data, the client's files and report.html go (./demo-output)
  --seed N      seed of everything but the privacy noise, which has none (1)
  --quick       a few steps of everything, to see that it runs; the figures mean nothing`

export type DemoOptions = { json?: string; out: string; seed: number; isQuick: boolean }

/** @returns undefined when help is asked for. @throws PromptPostError 'invalid-argument' */
export const readOptions = (argv: readonly string[]): DemoOptions | undefined => {
  const flag = { type: 'string' } as const
  const quick = { type: 'boolean' } as const
  const options = { json: flag, out: flag, seed: flag, quick, help: quick }
  const refuse = (field: string, message: string): never => {
    throw new PromptPostError('invalid-argument', message, { field, next: USAGE })
  }
  const parse = () => {
    try {
      return parseArgs({ args: [...argv], options }).values
    } catch (error) {
      return refuse('command line', (error as Error).message)
    }
  }
  const { json, out = 'demo-output', seed: text = '1', quick: isQuick = false, help } = parse()
  if (help) return undefined
  const seed = Number(text)
  if (!/^\d+$/.test(text) || seed > 2 ** 32 - 1)
    refuse('--seed', 'must be a whole number from 0 to 4294967295')
  return { ...(json !== undefined && { json: resolve(json) }), out: resolve(out), seed, isQuick }
}
