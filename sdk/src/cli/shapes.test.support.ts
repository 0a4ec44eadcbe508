/**
 * Holds what a command printed with `--json` to the shape that its help promises. Every test that runs the CLI does.
 * @module
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { ANSWERS, DRY_RUN } from './help/answers/index.js'
import type { Shape } from './help/shapes.js'
import { buildProgram, commandPath } from './program.js'

const contract = parse(readFileSync(resolve(import.meta.dirname, '../../../openapi.yaml'), 'utf8')) as object
const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(contract, 'contract')
const validators = new Map<string, ValidateFunction>()

const ofContract = (name: string, value: unknown, place: string): string | undefined => {
  const known = validators.get(name) ?? ajv.compile({ $ref: `contract#/components/schemas/${name}` })
  validators.set(name, known)
  return known(value) ? undefined : `${place} is no ${name}: ${ajv.errorsText(known.errors)}`
}

const ofWord = (word: string, value: unknown, place: string): string | undefined => {
  if (/^[A-Z]/.test(word)) return ofContract(word, value, place)
  const isIt =
    word === 'null'
      ? value === null
      : word === 'object'
        ? typeof value === 'object' && value !== null
        : typeof value === word
  return isIt ? undefined : `${place} is no ${word}`
}

const fits = (shape: Shape, value: unknown, place: string): string | undefined => {
  if (typeof shape === 'string') {
    const problems = shape.split(' | ').map(word => ofWord(word, value, place))
    return problems.includes(undefined) ? undefined : problems.join(' and ')
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return `${place} is no list`
    return value.map((item, at) => fits(shape[0] as Shape, item, `${place}[${at}]`)).find(Boolean)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${place} is no object`
  const fields = shape as Record<string, Shape>
  const unknown = Object.keys(value).filter(name => !(name in fields) && !(`${name}?` in fields))
  if (unknown.length > 0 && !('*' in fields))
    return `${place} has ${unknown.join(', ')}, which no help tells of`
  return [
    ...unknown.map(name => [name, fields['*']] as const),
    ...Object.entries(fields).filter(([name]) => name !== '*'),
  ]
    .map(([key, field]) => {
      const name = key.replace(/\?$/, '')
      const inside = (value as Record<string, unknown>)[name]
      if (inside === undefined) return key.endsWith('?') ? undefined : `${place}.${name} is missing`
      return fits(field as Shape, inside, `${place}.${name}`)
    })
    .find(Boolean)
}

const program = await buildProgram('0')

/** @returns what stdout has that the help of the command does not promise, or lacks; undefined when all is as told */
export const departureFromHelp = (args: readonly string[], stdout: string): string | undefined => {
  const path = commandPath(program, args)
  const answer = ANSWERS[path]
  if (!answer) return `no shape is documented for promptpost ${path}`
  const variant = Object.entries(answer.variants ?? {}).find(([flags]) =>
    flags.split(' ').every(flag => args.includes(flag)),
  )
  const shape = variant ? variant[1] : args.includes('--dry-run') && path !== 'init' ? DRY_RUN : answer.json
  for (const line of stdout.trim().split('\n')) {
    const problem = fits(shape, JSON.parse(line) as unknown, path)
    if (problem) return problem
  }
  return undefined
}
