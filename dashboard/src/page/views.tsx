/**
 * The views, by the first part of their address.
 * @module
 */
import type { ComponentType, VNode } from 'preact'
import { DatasetsView } from '../views/datasets.js'
import { JobView } from '../views/job.js'
import { JobsView } from '../views/jobs.js'
import { ModelView } from '../views/model.js'
import { PredictionView } from '../views/prediction.js'
import { PredictionsView } from '../views/predictions.js'
import { PromptView } from '../views/prompt.js'
import { PromptsView } from '../views/prompts.js'
import { StudentView } from '../views/student.js'
import { StudentsView } from '../views/students.js'
import { TransferView } from '../views/transfer.js'
import { UsageView } from '../views/usage.js'
import type { Route } from './routing.js'

/** In the order of the navigation. */
export const SECTIONS = [
  { view: 'jobs', title: 'Jobs' },
  { view: 'students', title: 'Students' },
  { view: 'prompts', title: 'Prompts' },
  { view: 'predictions', title: 'Predictions' },
  { view: 'datasets', title: 'Data sets' },
  { view: 'usage', title: 'Usage' },
] as const

const LISTS: Record<string, ComponentType> = {
  jobs: JobsView,
  students: StudentsView,
  prompts: PromptsView,
  predictions: PredictionsView,
  datasets: DatasetsView,
  usage: UsageView,
}

const ITEMS: Record<string, { title: string; section: string; Item: ComponentType<{ id: string }> }> = {
  jobs: { title: 'Job', section: 'jobs', Item: JobView },
  students: { title: 'Student', section: 'students', Item: StudentView },
  models: { title: 'Model', section: 'students', Item: ModelView },
  prompts: { title: 'Prompt', section: 'prompts', Item: PromptView },
  transfers: { title: 'Transfer', section: 'prompts', Item: TransferView },
  predictions: { title: 'Prediction', section: 'predictions', Item: PredictionView },
}

/** The entry of the navigation that a view belongs to. */
export const sectionOf = (view: string): string => ITEMS[view]?.section ?? view

export const titleOf = ({ view, id }: Route): string =>
  (id === undefined ? SECTIONS.find(section => section.view === view)?.title : ITEMS[view]?.title) ??
  'Not found'

export const viewOf = ({ view, id }: Route): VNode => {
  const List = id === undefined ? LISTS[view] : undefined
  if (List) return <List />
  const item = id === undefined ? undefined : ITEMS[view]
  if (item && id !== undefined) return <item.Item id={id} />
  return (
    <p>
      There is no such page. <a href="#/jobs">Go to the jobs.</a>
    </p>
  )
}
