/**
 * Where a run keeps its checkpoint when it is not told.
 * @module
 */
import { basename, dirname, join } from 'node:path'

/** Beside the prompt's folder, so that a rename of the one never moves the other. */
export const checkpointBeside = (out: string): string => join(dirname(out), `.${basename(out)}.checkpoint`)
