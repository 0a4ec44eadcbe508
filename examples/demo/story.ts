/**
 * The story from the first scene to the last: provider, client, provider, client.
 * @module
 */
import type { Accuracy } from '@promptpost/engine/post'
import type { Schemas } from 'promptpost/client'
import { fetchStudent, type Sent, type Tuned, tuneAtHome, uploadPrompts } from './client.js'
import type { Context } from './context.js'
import { readTest } from './data.js'
import { scoreAtHome, tuneOnLarge } from './local.js'
import { playProvider } from './provider.js'
import { type Moved, scoreRemotely, transferPrompt } from './remote.js'
import type { Service } from './service.js'

export const ARMS = ['zero-shot', 'student', 'direct', 'transferred', 'transferred-dp', 'full'] as const
export type ArmName = (typeof ARMS)[number]

export type Story = {
  scores: Record<ArmName, Accuracy & { seconds: number }>
  model: Schemas['Model']
  student: Schemas['Student']
  distilTexts: number
  tuned: Tuned
  sent: Sent[]
  moved: { plain: Moved; private: Moved }
  fullLosses: number[]
}

export const playStory = async (context: Context, service: Service): Promise<Story> => {
  const { settings, line } = context
  const provider = await service.as('provider', 'provider')
  const client = await service.as('client', 'client')
  const test = await readTest(settings)

  line.say(
    `The service runs at ${service.url}. The provider distils a student of its model ${settings.model}.`,
  )
  const issued = await playProvider(context, provider)

  line.say('The client fetches the student and tunes prompts on it, at home, with its private data.')
  const student = await fetchStudent(context, client)
  const tuned = await tuneAtHome(context, student.folder)
  const { prompts, sent } = await uploadPrompts(context, client, student.id, tuned)

  line.say('The service brings the prompts to the large model, with public text alone.')
  const plain = await transferPrompt(context, client, 'transfer', prompts.plain, issued.publicDataset)
  const moved = {
    plain,
    private: await transferPrompt(context, client, 'transfer-dp', prompts.private, issued.publicDataset),
  }

  line.say(`What it came to, on ${test.length} test texts.`)
  const remote = (name: ArmName, source: Parameters<typeof scoreRemotely>[3]) =>
    scoreRemotely(context, client, name, source, test)
  const zeroShot = await remote('zero-shot', {
    model: issued.model.id,
    task: settings.task as Schemas['Task'],
  })
  const atHome = await scoreAtHome(context, 'student', student.folder, tuned.plain.out, test)
  const direct = await remote('direct', { prompt: prompts.plain })
  const transferred = await remote('transferred', { transfer: moved.plain.id })
  const transferredPrivately = await remote('transferred-dp', { transfer: moved.private.id })
  const { losses: fullLosses, ...full } = await tuneOnLarge(context, test)

  const plus = <T extends { seconds: number }>(score: T, seconds: number): T => ({
    ...score,
    seconds: score.seconds + seconds,
  })
  return {
    scores: {
      'zero-shot': zeroShot,
      student: plus(atHome, tuned.seconds),
      direct,
      transferred: plus(transferred, moved.plain.seconds),
      'transferred-dp': plus(transferredPrivately, moved.private.seconds),
      full,
    },
    model: issued.model,
    student: issued.student,
    distilTexts: issued.texts,
    tuned,
    sent,
    moved,
    fullLosses,
  }
}
