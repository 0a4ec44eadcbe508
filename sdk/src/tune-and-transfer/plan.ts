/**
 * What the call will do, said before it does it.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Task } from '@promptpost/engine/post'
import type { Connection, Schemas } from '../client/connection.js'
import { forecast } from '../local/forecast.js'
import { planFor, requireNoIdleBudget } from '../local/privacy-plan.js'
import { upward } from '../privacy/figures.js'
import type { LedgerForecast } from '../privacy/index.js'
import { chooseDataset, chooseStudent, offeredTask } from './choose.js'
import type { PlannedDataset, PlannedStep, TuneAndTransferOptions, TuneAndTransferPlan } from './options.js'
import { planPublicTexts } from './public-texts.js'
import type { Run } from './run-record.js'
import { bytesMissing, studentPlace, studentsFolder } from './student-folder.js'

/** Reads the data as tuning will, so that a wrong line or label is found before anything is sent or charged. */
const readTexts = async (
  { data, read }: TuneAndTransferOptions,
  { verbalizer }: Task,
): Promise<readonly string[]> => {
  const { checkLabels, readExamples } = await import('@promptpost/engine/data')
  const examples = await readExamples(data, read)
  checkLabels(examples, Object.keys(verbalizer), data)
  return examples.map(({ text }) => text)
}

/** The task that was given, or that an earlier call took from the model, or that the model offers now. */
const taskOf = async (
  connection: Connection,
  { template, verbalizer, scoring, signal }: TuneAndTransferOptions,
  { earlier }: Run,
  student: Schemas['Student'],
): Promise<{ task: Task; offered?: string }> => {
  if (template !== undefined && verbalizer !== undefined)
    return { task: { template, verbalizer, ...(scoring && { scoring }) } }
  const given = Object.entries({ template, verbalizer, scoring }).find(([, value]) => value !== undefined)
  if (given)
    throw new PromptPostError(
      'invalid-argument',
      `was given without ${given[0] === 'template' ? 'a verbalizer' : 'a template'}`,
      {
        field: given[0],
        next: 'Give template and verbalizer, or none of them to take what the model offers.',
      },
    )
  const { name, task } = earlier?.offered ?? (await offeredTask(connection, student.model, signal))
  return { task, offered: name }
}

const figure = (value: number): string => String(Number(value.toPrecision(4)))

const ledgerText = ({ runs, before, after, budget, isCharged }: LedgerForecast): string => {
  const so = `${runs} private ${runs === 1 ? 'run' : 'runs'} on these records spent epsilon ${upward(before)}`
  const then = isCharged ? `${so}, this one among them` : `${so}, with this one it is ${upward(after)}`
  return budget ? `${then}, of a budget of ${figure(budget.epsilon)}` : `${then}; they have no budget`
}

const tuningText = (
  { examples, privacy, ledger, task, offered }: Omit<TuneAndTransferPlan, 'steps'>,
  data: string,
): string => {
  const template =
    offered === undefined ? '' : ` with the model's template ${offered} (${JSON.stringify(task.template)})`
  const what = `tune a prompt on ${examples} examples of ${data}${template}, on this machine`
  if (!privacy || !ledger)
    return `${what}, without differential privacy: nothing bounds what the prompt tells of them`
  const { epsilon, delta, steps } = privacy
  return `${what}, with epsilon ${upward(epsilon)} at delta ${delta}: ${steps} steps, charged to the privacy ledger (${ledgerText(ledger)})`
}

const stepsOf = (
  plan: Omit<TuneAndTransferPlan, 'steps'>,
  options: TuneAndTransferOptions,
  { earlier, isTuned }: Run,
  download: number,
): PlannedStep[] => {
  const { student, studentFolder, dataset, privacy, out, service } = plan
  const bytes = student.files.reduce((sum, { size }) => sum + size, 0)
  const files = privacy ? 'the prompt, its task and its privacy report' : 'the prompt and its task'
  return [
    {
      name: 'download',
      isDone: isTuned || download === 0,
      text: `download student ${student.id} (${bytes} bytes) to ${studentFolder} and check its digests`,
    },
    ...(dataset.file === undefined
      ? []
      : [
          {
            name: 'public-texts' as const,
            isDone: dataset.id !== undefined,
            text: `upload the ${dataset.count} public texts of ${dataset.file} (${dataset.size} bytes) as data set ${dataset.name}`,
          },
        ]),
    {
      name: 'tune',
      isDone: isTuned,
      text: `${tuningText(plan, options.data)}; write it to ${out}`,
    },
    {
      name: 'upload',
      isDone: earlier?.prompt !== undefined,
      text: `upload ${files} to ${service}, and nothing else`,
    },
    {
      name: 'transfer',
      isDone: earlier?.transfer !== undefined,
      text: `have it transferred to model ${student.model} with the public texts ${dataset.name}${dataset.id === undefined ? '' : ` (${dataset.id})`}`,
    },
  ]
}

/** An earlier call has chosen already. */
const chosen = (
  run: Run,
  options: TuneAndTransferOptions,
): Pick<TuneAndTransferOptions, 'student' | 'model' | 'dataset'> => {
  if (run.earlier) {
    const { student, dataset } = run.earlier
    return { student, ...(dataset !== undefined && { dataset }) }
  }
  const { student, model, dataset } = options
  return {
    ...(student === undefined ? {} : { student }),
    ...(model === undefined ? {} : { model }),
    ...(dataset === undefined ? {} : { dataset }),
  }
}

/** Of a local file, or those on the service. */
const publicTexts = async (
  connection: Connection,
  { publicTexts: file, dataset, signal }: TuneAndTransferOptions,
  chosen: string | undefined,
  own: readonly string[],
): Promise<PlannedDataset> => {
  if (file === undefined) return chooseDataset(connection, chosen, signal)
  if (dataset === undefined) return planPublicTexts(connection, file, own, chosen, signal)
  throw new PromptPostError('invalid-argument', 'was given together with a data set', {
    field: 'publicTexts',
    value: file,
    next: 'Give one of them.',
  })
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
  requireNoIdleBudget(options)
  const { signal } = options
  const choice = chosen(run, options)
  const student = await chooseStudent(connection, choice, signal)
  requireReady(student)
  const { task, offered } = await taskOf(connection, options, run, student)
  const texts = await readTexts(options, task)
  const privacy = options.privacy && planFor(options.privacy, texts.length, options.tuning?.steps)
  const ledger = privacy && (await forecast(texts, privacy, { out, isTuned: run.isTuned, ...options.ledger }))
  const dataset = await publicTexts(connection, options, choice.dataset, texts)
  const studentFolder = studentPlace(options.students ?? studentsFolder(), student.id)
  const plan = {
    service: connection.baseUrl,
    student,
    studentFolder,
    dataset,
    task,
    ...(offered !== undefined && { offered }),
    examples: texts.length,
    ...(privacy && { privacy }),
    ...(ledger && { ledger }),
    out,
  }
  return { ...plan, steps: stepsOf(plan, options, run, await bytesMissing(studentFolder, student.files)) }
}
