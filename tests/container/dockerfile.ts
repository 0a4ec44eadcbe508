/**
 * gpu-jobs/Dockerfile as instructions: enough of its grammar for what stands there.
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from '../support/service.js'

export type Instruction = { name: string; value: string }
/** From one FROM to the next. */
export type Stage = { from: string; name: string | undefined; instructions: Instruction[] }

export const readDockerfile = (): { stages: Stage[]; final: Stage } => {
  const text = readFileSync(join(REPOSITORY, 'gpu-jobs/Dockerfile'), 'utf8')
  const stages: Stage[] = []
  const lines = text.replace(/^\s*#.*\n/gm, '').replace(/\\\n\s*/g, '')
  for (const line of lines.split('\n').filter(line => line.trim() !== '')) {
    const [, name, value] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) throw new Error(`Dockerfile: cannot be read: ${line}`)
    if (name === 'FROM') {
      const [from, , as] = value.split(' ')
      stages.push({ from: from!, name: as, instructions: [] })
    } else stages.at(-1)!.instructions.push({ name, value })
  }
  return { stages, final: stages.at(-1)! }
}

/** Values of an instruction that a stage has once or several times. */
export const valuesOf = ({ instructions }: Stage, name: string): string[] =>
  instructions.filter(instruction => instruction.name === name).map(({ value }) => value)

/** What the image's processes find in their environment. */
export const environmentOf = (stage: Stage): Record<string, string> =>
  Object.fromEntries(
    valuesOf(stage, 'ENV')
      .flatMap(value => value.split(/\s+/))
      .map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
