/**
 * What studies have in common: the flags of `npm run evaluate`, its data read, the large model opened, and results that are found again.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { outliveReader, PromptPostError, writeFileAtomic } from '@promptpost/base'
import { evaluate, openWorkbench, type SoftPrompt, type Workbench } from '@promptpost/engine/post'
import { readFlags, USAGE } from '../../sdk/src/evaluation/flags.js'
import { computeOfSteps, resolveSettings } from '../../sdk/src/evaluation/settings.js'
import { readSources } from '../../sdk/src/evaluation/sources.js'

/**
 * Takes `--variants 'a;b'` out of the arguments, in place: names may hold commas.
 *
 * @returns those named, or all
 * @throws PromptPostError for a name that is not among them
 */
export const takeVariants = (args: string[], all: readonly string[]): readonly string[] => {
  const at = args.indexOf('--variants')
  if (at < 0) return all
  const names = args.splice(at, 2)[1]?.split(';') ?? []
  const unknown = names.length > 0 ? names.find(name => !all.includes(name)) : ''
  if (unknown === undefined) return names
  throw new PromptPostError('invalid-argument', 'is no variant of this study', {
    field: '--variants',
    value: unknown,
    next: `Name some of ${all.join('; ')}.`,
  })
}

/** A variant's name as that of a file. */
export const fileNameOf = (variant: string): string => variant.replaceAll(/[^a-z0-9]+/g, '-')

/** @param name of its npm script; asked for help it is said, and the process ends */
export const openStudy = async (name: string, args: readonly string[]) => {
  outliveReader()
  const options = readFlags([...args])
  if (!options) {
    console.log(USAGE.replace('evaluate', name))
    process.exit(0)
  }
  const { students = [2], seeds = [1], epsilons = [8], out, task, threads } = options
  const settings = resolveSettings(options.settings)
  const { maxTokens } = settings
  const sources = await readSources(options)
  const compute = { device: 'cpu' as const, ...(threads !== undefined && { threads }) }
  const accuracyOf = async (on: Workbench, prompt?: SoftPrompt): Promise<number> =>
    (await evaluate(on, { examples: sources.test, task, maxTokens, ...(prompt && { prompt }), ...compute }))
      .accuracy
  /** For tuning and transfer; accuracies are the model's own. */
  const computeSteps = computeOfSteps(compute, settings)
  /** What is finished, in a file of the out folder. */
  const results = async <T>(file: string, none: T) => {
    const path = join(out, file)
    const kept = await readFile(path, 'utf8').then(
      text => JSON.parse(text) as T,
      () => none,
    )
    return { kept, save: (): Promise<void> => writeFileAtomic(path, `${JSON.stringify(kept, null, 1)}\n`) }
  }
  const target = await openWorkbench(options.model)
  return {
    ...{ students, seeds, epsilons, out, task, settings, sources, target, accuracyOf, results },
    ...{ compute, computeSteps },
  }
}
