/**
 * All examples in one program of the TypeScript compiler, under the settings of the repository.
 * @module
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { REPOSITORY } from '../support/service.js'
import type { Example } from './collect.js'

/** Below node_modules, so that the package is found by its name. */
const FOLDER = join(REPOSITORY, 'node_modules/.cache/promptpost-examples')

const fileName = ({ id }: Example): string => id.replace(/[^\w.]+/g, '-')

export type Compiled = {
  /** One line for each problem, beginning with the example's id. */
  problems: string[]
  /** JavaScript of an example. */
  javascript: (example: Example) => string
  /** Where a module may stand that imports the package. */
  folder: string
}

export const compileExamples = (examples: readonly Example[]): Compiled => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const prelude = join(FOLDER, 'prelude.d.mts')
  copyFileSync(join(import.meta.dirname, 'prelude.d.ts'), prelude)
  const files = new Map(examples.map(example => [join(FOLDER, `${fileName(example)}.mts`), example]))
  for (const [file, { code }] of files) writeFileSync(file, code)
  const base = ts.readConfigFile(join(REPOSITORY, 'tsconfig.base.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...base.config, files: [] }, ts.sys, REPOSITORY)
  const program = ts.createProgram([prelude, ...files.keys()], {
    ...options,
    // An example ends with what it finds; what the reader does with it is left out.
    noUnusedLocals: false,
    composite: false,
    declaration: false,
    declarationMap: false,
    sourceMap: false,
    incremental: false,
  })
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const example = file && files.get(file.fileName)
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0
    return `${example?.id ?? file?.fileName}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
  const emitted = new Map<string, string>()
  program.emit(undefined, (name, text) => void emitted.set(name, text))
  return {
    problems,
    javascript: example => emitted.get(join(FOLDER, `${fileName(example)}.mjs`))!,
    folder: FOLDER,
  }
}
