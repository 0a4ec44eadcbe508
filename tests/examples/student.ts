/**
 * A student and a prompt on it that can compute, for examples that predict on this machine.
 * @module
 */
import { join } from 'node:path'
import { openWorkbench, writeSoftPrompt } from '@promptpost/engine/post'
import { makeStudent } from '../privacy/small-student.js'

/** Writes `my-student` and `my-prompt`, which is of no use: one of small numbers, as before its first step. */
export const writeStudent = async (folder: string): Promise<void> => {
  const student = join(folder, 'my-student')
  await makeStudent(student)
  const { model, digest } = await openWorkbench(student)
  const { width, layers, heads, kind } = model.config
  const prompt = {
    values: Float32Array.from({ length: 2 * width }, (_, at) => Math.sin(at) / 100),
    virtualTokens: 2,
    width,
    task: { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } },
    model: digest,
    lineage: {},
  }
  await writeSoftPrompt(join(folder, 'my-prompt'), prompt, { layers, heads, kind })
}
