/**
 * The student's shape: the teacher with fewer blocks, everything else alike (POST, arXiv 2506.16196, section 4.1).
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { TensorEntry } from '../weights/index.js'
import type { ModelConfig } from './config.js'
import type { Model } from './registry.js'
import { parseConfig } from './registry.js'

/**
 * Which of the teacher's blocks a student keeps: 'ends', the first ceil(k/2) and the last floor(k/2); 'spread', k of like distance from the
 * first to the last; 'early', from the first to the last with distances that grow evenly; or these, ascending.
 */
export type Keep = 'ends' | 'spread' | 'early' | readonly number[]

/**
 * The teacher's blocks that a student of `layers` blocks keeps.
 * @throws PromptPostError 'invalid-argument' unless 1 <= layers <= the teacher's, and a list names so many, ascending
 */
export const keptLayers = (teacherLayers: number, layers: number, keep: Keep = 'ends'): number[] => {
  const refuse = (field: string, rule: string, value: unknown): never => {
    throw new PromptPostError('invalid-argument', rule, { field, value })
  }
  if (!Number.isInteger(layers) || layers < 1 || layers > teacherLayers)
    refuse('layers', `must be between 1 and the teacher's ${teacherLayers}`, layers)
  const blocks = Array.from({ length: layers }, (_, i) => i)
  if (keep === 'ends') {
    const first = Math.ceil(layers / 2)
    return blocks.map(i => (i < first ? i : teacherLayers - layers + i))
  }
  if (keep === 'spread')
    return blocks.map(i => (layers === 1 ? 0 : Math.round((i * (teacherLayers - 1)) / (layers - 1))))
  if (keep === 'early') {
    // Where there are too few blocks for a growing distance, one after the other.
    const at = (i: number): number => Math.round((teacherLayers - 1) * (i / Math.max(1, layers - 1)) ** 2)
    return blocks.map(i => Math.max(i, at(i)))
  }
  const isBlock = (block: number, i: number): boolean =>
    Number.isInteger(block) && block > (keep[i - 1] ?? -1) && block < teacherLayers
  if (!Array.isArray(keep) || keep.length !== layers || !keep.every(isBlock))
    refuse(
      'keep',
      `must be ends, spread, early, or ${layers} of the teacher's blocks 0 to ${teacherLayers - 1}, ascending`,
      keep,
    )
  return [...keep]
}

const DEPTH_FIELDS = ['n_layer', 'num_hidden_layers']

/** The student's config.json, from the teacher's. */
export const studentConfig = (teacher: Model, kept: readonly number[]): ModelConfig => {
  const raw: Record<string, unknown> = { ...teacher.config.raw }
  for (const field of DEPTH_FIELDS) if (field in raw) raw[field] = kept.length
  const kinds = raw.layer_types
  const { window } = teacher.config
  if (Array.isArray(kinds)) raw.layer_types = kept.map(layer => kinds[layer])
  // Where the depth decides who has a window, the block's own goes with it, and the student's config.json says so.
  else if (new Set(window).size > 1) {
    raw.layer_types = kept.map(layer =>
      window[layer] === undefined ? 'full_attention' : 'sliding_attention',
    )
  }
  return parseConfig(raw, 'student config.json').config
}

/** The teacher's tensors under the student's names. */
export const studentEntries = (teacher: Model, kept: readonly number[]): Map<string, TensorEntry> => {
  const prefix = teacher.family.blockPrefix(teacher.config)
  const entries = new Map<string, TensorEntry>()
  for (const [name, entry] of teacher.weights) {
    if (!name.startsWith(prefix)) {
      entries.set(name, entry)
      continue
    }
    const [layer, ...rest] = name.slice(prefix.length).split('.')
    const at = kept.indexOf(Number(layer))
    if (at >= 0) entries.set(`${prefix}${at}.${rest.join('.')}`, entry)
  }
  return entries
}
