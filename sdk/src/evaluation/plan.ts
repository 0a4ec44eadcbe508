/**
 * Which arms an evaluation measures, in which order, under which name.
 * @module
 */
import { ARM_KINDS, type Arm, type ArmKind } from './types.js'

export type Axes = {
  students: readonly number[]
  epsilons: readonly number[]
  seeds: readonly number[]
  kinds?: readonly ArmKind[]
}

/** Zero-shot and the bounds first, then student by student; what an arm needs comes before it. */
export const planArms = ({ students, epsilons, seeds, kinds = ARM_KINDS }: Axes): Arm[] => {
  const arms: Arm[] = [{ kind: 'zero-shot' }]
  for (const seed of seeds) {
    arms.push({ kind: 'full', seed }, { kind: 'public-labels', seed })
    for (const student of students) {
      const at = { student, seed }
      arms.push({ kind: 'student', ...at }, { kind: 'direct', ...at }, { kind: 'transferred', ...at })
      for (const epsilon of epsilons)
        arms.push({ kind: 'student', ...at, epsilon }, { kind: 'transferred', ...at, epsilon })
      arms.push({ kind: 'pseudo-labels', ...at }, { kind: 'logit-offset', ...at })
    }
  }
  return arms.filter(({ kind }) => kinds.includes(kind))
}

/** A name for files: unique among the arms of an evaluation. */
export const armId = ({ kind, student, epsilon, seed }: Arm): string => {
  const parts = [
    kind,
    student === undefined ? '' : `layers${student}`,
    epsilon === undefined ? '' : `epsilon${epsilon}`,
    seed === undefined ? '' : `seed${seed}`,
  ]
  return parts.filter(part => part !== '').join('-')
}

/** The arm in words; T is the large model, S a student. */
export const armName = ({ kind, student, epsilon }: Arm): string => {
  const S = `S (${student} layers)`
  const privately = epsilon === undefined ? '' : `, epsilon ${epsilon}`
  const names: Record<Arm['kind'], string> = {
    'zero-shot': 'T, zero-shot',
    full: 'T, prompt tuned on the private data (upper bound)',
    'public-labels': 'T, prompt tuned on labelled public data',
    student: `${S}, prompt tuned on the private data${privately}`,
    direct: `T, prompt of ${S} used directly`,
    transferred: `T, prompt transferred from ${S}${privately}`,
    'pseudo-labels': `T, prompt tuned on labels given by ${S}`,
    'logit-offset': `T, logits shifted by ${S} at inference`,
  }
  return names[kind]
}
