/**
 * The story's end: rows for people, JSON for programs.
 * @module
 */
import { describeMachine, type Row } from 'promptpost/evaluation'
import type { Context } from './context.js'
import { ARMS, type ArmName, type Story } from './story.js'

const percent = (share: number): number => Math.round(share * 1000) / 10

const notesOf = ({ tuned, moved, student }: Story, { settings }: Context): Record<ArmName, string> => {
  const { epsilon, delta } = tuned.private.privacy!
  const tokens = settings.tune.virtualTokens
  const claim = `epsilon ${epsilon.toFixed(2)}, delta ${delta}`
  return {
    'zero-shot': 'the large model as it is',
    student: `${tokens} virtual tokens tuned at home on the student (${student.layers} layers)`,
    direct: "the student's prompt on the large model, as it is",
    transferred: moved.plain.facts.effect.verdict,
    'transferred-dp': `${claim}, tuned in ${tuned.privateSeconds.toFixed(1)} s; ${moved.private.facts.effect.verdict}`,
    full: 'tuned on the large model itself: the bound, and it would need the private data there',
  }
}

export const rowsOfStory = (story: Story, context: Context): Row[] => {
  const notes = notesOf(story, context)
  const effects: Partial<Record<ArmName, boolean>> = {
    transferred: story.moved.plain.facts.effect.worth_using,
    'transferred-dp': story.moved.private.facts.effect.worth_using,
  }
  return ARMS.map(arm => {
    const { accuracy, interval, seconds } = story.scores[arm]
    const worthUsing = effects[arm]
    return {
      id: arm,
      name: arm,
      accuracy: percent(accuracy),
      interval: [percent(interval[0]), percent(interval[1])],
      seconds: Math.round(seconds * 10) / 10,
      note: notes[arm],
      ...(worthUsing !== undefined && { worthUsing }),
    }
  })
}

/** What `--json` writes. Accuracies and intervals in percent. */
export const jsonOfStory = (story: Story, context: Context, seconds: number): unknown => {
  const { settings, seed, stages } = context
  const { tuned, moved, student, sent, scores } = story
  const effectOf = ({ worth_using, verdict }: { worth_using: boolean; verdict: string }) => ({
    worthUsing: worth_using,
    verdict,
  })
  return {
    rows: rowsOfStory(story, context).map(({ id, accuracy, interval, seconds: taken, note }) => ({
      arm: id,
      accuracy,
      interval,
      seconds: taken,
      note,
      predicted: scores[id as ArmName].predicted,
    })),
    seed,
    seconds: Math.round(seconds * 10) / 10,
    stages: stages.map(({ name, seconds: taken }) => ({ name, seconds: Math.round(taken * 10) / 10 })),
    effects: {
      transferred: effectOf(moved.plain.facts.effect),
      'transferred-dp': effectOf(moved.private.facts.effect),
    },
    privacy: tuned.private.privacy,
    uploaded: sent,
    student: { layers: student.layers, bytes: student.files.reduce((sum, { size }) => sum + size, 0) },
    testTexts: scores['zero-shot'].examples,
    settings,
    machine: describeMachine(),
  }
}
