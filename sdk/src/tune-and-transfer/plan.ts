/**
 * What the call will do, said before it does it.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Connection, Schemas } from '../client/connection.js'
import { planFor } from '../local/privacy-plan.js'
import type { PrivacyPlan } from '../privacy/index.js'
import { chooseDataset, chooseStudent } from './choose.js'
import type { PlannedStep, TuneAndTransferOptions, TuneAndTransferPlan } from './options.js'
import type { Run } from './run-record.js'
import { bytesMissing, studentPlace, studentsFolder } from './student-folder.js'

/** Reads the data as tuning will, so that a wrong line or label is found before anything is sent or charged. */
const countExamples = async ({ data, read, verbalizer }: TuneAndTransferOptions): Promise<number> => {
  const { checkLabels, readExamples } = await import('@promptpost/engine/data')
  const examples = await readExamples(data, read)
  checkLabels(examples, Object.keys(verbalizer), data)
  return examples.length
}

const figure = (value: number): string => String(Number(value.toPrecision(4)))

const tuningText = (examples: number, data: string, privacy: PrivacyPlan | undefined): string => {
  const what = `tune a prompt on ${examples} examples of ${data}, on this machine`
  if (!privacy) return `${what}, without differential privacy: nothing bounds what the prompt tells of them`
  const { epsilon, delta, steps } = privacy
  return `${what}, with epsilon ${figure(epsilon)} at delta ${delta}: ${steps} steps, charged to the privacy ledger`
}

const stepsOf = (
  plan: Omit<TuneAndTransferPlan, 'steps'>,
  options: TuneAndTransferOptions,
  { earlier, isTuned }: Run,
  download: number,
): PlannedStep[] => {
  const { student, studentFolder, dataset, examples, privacy, out, service } = plan
  const bytes = student.files.reduce((sum, { size }) => sum + size, 0)
  const files = privacy ? 'the prompt, its task and its privacy report' : 'the prompt and its task'
  return [
    {
      name: 'download',
      isDone: isTuned || download === 0,
      text: `download student ${student.id} (${bytes} bytes) to ${studentFolder} and check its digests`,
    },
    {
      name: 'tune',
      isDone: isTuned,
      text: `${tuningText(examples, options.data, privacy)}; write it to ${out}`,
    },
    {
      name: 'upload',
      isDone: earlier?.prompt !== undefined,
      text: `upload ${files} to ${service}, and nothing else`,
    },
    {
      name: 'transfer',
      isDone: earlier?.transfer !== undefined,
      text: `have it transferred to model ${student.model} with the public texts ${dataset.name} (${dataset.id})`,
    },
  ]
}

/** An earlier call has chosen already. */
const chosen = (
  run: Run,
  options: TuneAndTransferOptions,
): Pick<TuneAndTransferOptions, 'student' | 'model' | 'dataset'> => {
  if (run.earlier) return { student: run.earlier.student, dataset: run.earlier.dataset }
  const { student, model, dataset } = options
  return {
    ...(student === undefined ? {} : { student }),
    ...(model === undefined ? {} : { model }),
    ...(dataset === undefined ? {} : { dataset }),
  }
}

const requireReady = (student: Schemas['Student']): void => {
  if (student.status === 'succeeded' && student.files.length > 0) return
  throw new PromptPostError('conflict', `is ${student.status}`, {
    field: 'student',
    value: student.id,
    next: 'Wait until it is distilled, or name another.',
  })
}

/** Asks the service and reads the data; changes nothing. */
export const makePlan = async (
  connection: Connection,
  options: TuneAndTransferOptions,
  run: Run,
  out: string,
): Promise<TuneAndTransferPlan> => {
  const { signal } = options
  const examples = await countExamples(options)
  const privacy = options.privacy && planFor(options.privacy, examples, options.tuning?.steps)
  const choice = chosen(run, options)
  const student = await chooseStudent(connection, choice, signal)
  requireReady(student)
  const dataset = await chooseDataset(connection, choice.dataset, signal)
  const studentFolder = studentPlace(options.students ?? studentsFolder(), student.id)
  const plan = {
    service: connection.baseUrl,
    student,
    studentFolder,
    dataset,
    examples,
    ...(privacy && { privacy }),
    out,
  }
  return { ...plan, steps: stepsOf(plan, options, run, await bytesMissing(studentFolder, student.files)) }
}
