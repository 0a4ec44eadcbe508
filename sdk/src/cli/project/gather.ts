/**
 * What a project file needs, from flags, and from questions where there is a terminal: what is missing is asked for, with
 * what the data file itself proposes.
 * @module
 */
import { type DataSurvey, surveyData } from '@promptpost/engine/data'
import { parseTemplate } from '@promptpost/engine/text'
import type { Asker, Question } from '../ask.js'
import type { DataFlags } from '../data-flags.js'
import { usageError } from '../failure.js'
import type { ProjectFile } from '../settings/check-settings.js'
import type { UnitFlags } from '../unit-flags.js'
import { readVerbalizer } from '../values.js'
import { labelsIn, proposeLabel, proposeText, proposeWord } from './columns.js'

export type InitFlags = DataFlags &
  UnitFlags & {
    data?: string
    student?: string
    model?: string
    dataset?: string
    publicTexts?: string
    template?: string
    verbalizer?: string
    epsilon?: number
    delta?: number
    budget?: number
    privacy: boolean
    out: string
    force?: boolean
    dryRun?: boolean
  }

/** What was found in the data file: for its owner's eyes. */
export type Findings = { rows: number; columns: string[]; labels: Record<string, number> }

/** One thing that is needed: asked for, or refused by the name of its flag. */
type Need = (flag: string, question: Question) => Promise<string>

const needOf =
  (asker: Asker | undefined): Need =>
  async (flag, question) => {
    if (asker) return asker.ask(question)
    throw usageError(
      `missing: '${flag}'`,
      'There is no terminal to ask on: give it as a flag. See: promptpost init --help',
    )
  }

const problemOf = (work: () => unknown): string | undefined => {
  try {
    work()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** Named columns must be there; without names the usual ones are taken, or others proposed. */
const chooseColumns = async (need: Need, survey: DataSurvey, flags: InitFlags) => {
  const names = survey.columns.map(({ name }) => name)
  const isThere = (column: string): string | undefined =>
    names.includes(column) ? undefined : `the file has no such column; it has ${names.length}`
  const choose = async (
    given: string | undefined,
    usual: string,
    flag: string,
    what: string,
    hint?: string,
  ) => {
    if (given !== undefined) {
      const problem = isThere(given)
      if (problem)
        throw usageError(`${flag}: ${problem}`, 'Name a column of the first line, or give --no-header.')
      return given
    }
    if (names.includes(usual)) return usual
    return need(`${flag} <name>`, {
      text: `Column of ${what} (${names.slice(0, 20).join(', ')})`,
      proposal: hint,
      refuse: isThere,
    })
  }
  const isNumbered = !flags.header && (survey.format === 'csv' || survey.format === 'tsv')
  const usual = isNumbered ? { text: '0', label: '1' } : { text: 'text', label: 'label' }
  const text = await choose(flags.textColumn, usual.text, '--text-column', 'the texts', proposeText(survey))
  const label = await choose(
    flags.labelColumn,
    usual.label,
    '--label-column',
    'the labels',
    proposeLabel(survey, text),
  )
  return { text, label }
}

const chooseWords = async (
  asker: Asker | undefined,
  need: Need,
  labels: readonly string[],
  given: string | undefined,
): Promise<Record<string, string[]>> => {
  if (given !== undefined || !asker)
    return readVerbalizer(given ?? (await need('--verbalizer <json|file>', { text: '' })))
  const words: Record<string, string[]> = {}
  for (const label of labels) {
    const answer = await asker.ask({
      text: `Word that answers for label ${JSON.stringify(label)} (several with commas)`,
      proposal: proposeWord(label),
    })
    words[label] = answer
      .split(',')
      .map(word => word.trim())
      .filter(word => word !== '')
  }
  return words
}

const NO_PRIVACY = 'none'

const choosePrivacy = async (need: Need, flags: InitFlags): Promise<ProjectFile['privacy']> => {
  const { delta, adjacency, recordsPerUser, budget } = flags
  const rest = { delta, adjacency, recordsPerUser, budget }
  if (!flags.privacy) {
    if (flags.epsilon !== undefined || Object.values(rest).some(value => value !== undefined))
      throw usageError(
        '--no-privacy goes with none of --epsilon, --delta, --budget, --adjacency, --records-per-user',
      )
    return undefined
  }
  const isEpsilon = (answer: string): string | undefined =>
    answer === NO_PRIVACY || Number(answer) > 0 ? undefined : `a number above 0, or ${NO_PRIVACY}`
  const answer =
    flags.epsilon === undefined
      ? await need('--epsilon <x>, or --no-privacy', {
          text: `Privacy budget epsilon of this run (smaller protects more; ${NO_PRIVACY}: not private)`,
          proposal: '8',
          refuse: isEpsilon,
        })
      : String(flags.epsilon)
  if (answer === NO_PRIVACY) return undefined
  return {
    epsilon: Number(answer),
    ...(delta === undefined ? {} : { delta }),
    unit: recordsPerUser === undefined ? 'example' : 'user',
    ...(recordsPerUser === undefined ? {} : { recordsPerUser }),
    ...(adjacency === undefined ? {} : { adjacency }),
    ...(budget === undefined ? {} : { budget }),
  }
}

const chooseStudent = async (need: Need, { student, model }: InitFlags) => {
  if (student !== undefined && model !== undefined)
    throw usageError('give --student or --model, not both', 'A student belongs to one model.')
  if (student !== undefined) return { student }
  if (model !== undefined) return { model }
  const answer = await need('--student <id>, or --model <id>', {
    text: 'Student (stu_..., from: promptpost students list) or large model (name or mod_...)',
  })
  return answer.startsWith('stu_') ? { student: answer } : { model: answer }
}

/** Every label must have a word; which one has none is shown to nobody, as with a wrong column it would be a text. */
const requireWords = (labels: readonly string[], verbalizer: Record<string, string[]>): void => {
  const without = labels.filter(label => !Object.hasOwn(verbalizer, label)).length
  if (without === 0) return
  throw usageError(
    `--verbalizer: has no word for ${without} of the ${labels.length} labels in the data`,
    'Give every label a word, rename labels with --label-map, or name another --label-column.',
  )
}

const tooMany = (column: string) =>
  usageError(
    `--label-column: ${JSON.stringify(column)} has more than 100 different values, too many to be labels`,
    'Name another column.',
  )

const dataOf = (
  flags: InitFlags,
  file: string,
  columns: { text: string; label: string },
): ProjectFile['data'] => ({
  file,
  ...(flags.format === undefined ? {} : { format: flags.format }),
  textColumn: columns.text,
  labelColumn: columns.label,
  ...(flags.labelMap === undefined ? {} : { labels: flags.labelMap }),
  ...(flags.header ? {} : { header: false }),
})

/**
 * @param asker undefined where there is no terminal
 * @param service address and token file, as far as they were given
 */
export const gatherProject = async (
  flags: InitFlags,
  asker: Asker | undefined,
  service: Pick<ProjectFile, 'url' | 'tokenFile'>,
): Promise<{ project: ProjectFile; findings: Findings }> => {
  const need = needOf(asker)
  const file =
    flags.data ??
    (await need('--data <file>', { text: 'Private, labelled data (JSONL, CSV, TSV or Parquet)' }))
  const { format, header } = flags
  const survey = await surveyData(file, { ...(format && { format }), header })
  const columns = await chooseColumns(need, survey, flags)
  const found = labelsIn(survey, columns.label, flags.labelMap)
  if (found === undefined) throw tooMany(columns.label)
  const labels = Object.keys(found)
  const template =
    flags.template ??
    (await need('--template <text>', {
      text: 'Text with its cue, after which the model answers',
      proposal: '{text} It was',
      refuse: answer => problemOf(() => parseTemplate(answer)),
    }))
  parseTemplate(template)
  const verbalizer = await chooseWords(asker, need, labels, flags.verbalizer)
  requireWords(labels, verbalizer)
  const privacy = await choosePrivacy(need, flags)
  const student = await chooseStudent(need, flags)
  const project = {
    ...service,
    ...student,
    data: dataOf(flags, file, columns),
    template,
    verbalizer,
    ...(privacy && { privacy }),
    ...(flags.dataset === undefined ? {} : { dataset: flags.dataset }),
    ...(flags.publicTexts === undefined ? {} : { publicTexts: flags.publicTexts }),
    out: flags.out,
  }
  return {
    project,
    findings: { rows: survey.rows, columns: survey.columns.map(({ name }) => name), labels: found },
  }
}
