/**
 * Where a job finds its models: in the provider's folder, or in a cache of what stands in the store.
 * @module
 */
import { join } from 'node:path'
import type { ModelReference } from '@promptpost/base/jobs'

/** Gives the folder with a model's files. They are checked when the model is opened. */
export type ModelsFolder = (model: ModelReference, signal?: AbortSignal) => Promise<string>

/** A folder for each model, by its name. */
export const providersFolder =
  (root: string): ModelsFolder =>
  async ({ name }) =>
    join(root, name)
