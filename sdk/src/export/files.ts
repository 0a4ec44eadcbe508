/**
 * What an export consists of.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { PromptToExport } from './source.js'

/** A file of an exported folder. */
export type ExportedFile = { name: string; data: string | Uint8Array | readonly Uint8Array[] }

/** JSON for people to read. */
export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** @throws PromptPostError 'invalid-prompt' where the server runs causal models only and the prompt is for another */
export const requireCausal = ({ kind }: PromptToExport, server: string): void => {
  if (kind === 'causal') return
  throw new PromptPostError(
    'invalid-prompt',
    `is for a masked language model, which ${server} does not run`,
    {
      field: 'prompt',
      next: 'Export it to peft or npy.',
    },
  )
}
