import { beforeAll, describe, expect, it } from 'vitest'
import { repositoryPath } from '../../testing/shared.js'
import { loadTokenizer, type TextTokenizer } from '../../text/index.js'
import type { GenerationTask } from '../task-kinds.js'
import { answerFeeds } from './answered-text.js'
import { resolveGeneration, withAnswers } from './task.js'

const TASK: GenerationTask = { template: '{text} Kind:', answers: { maxTokens: 6, stop: '\n' } }

let tokenizer: TextTokenizer
let llama: TextTokenizer
beforeAll(async () => {
  tokenizer = await loadTokenizer(repositoryPath('examples', 'reviews-gpt2'))
  llama = await loadTokenizer(repositoryPath('engine', 'src', 'text', 'fixtures', 'llama2'))
})
const resolve = (task: GenerationTask = TASK, on = tokenizer) => resolveGeneration(on, task, 'causal', 64)

describe('an answer', () => {
  it('is tokenised as it is behind its text, with byte-level BPE and with SentencePiece', () => {
    for (const [on, stop] of [
      [tokenizer, '\n'],
      [llama, undefined],
    ] as const) {
      const resolved = resolve({ ...TASK, answers: { maxTokens: 20, ...(stop && { stop }) } }, on)
      for (const answer of ['a natural place', 'Educational institution', 'film, 1999']) {
        const [text] = resolved.encode(['a hill in Wales'])
        const whole = on.encode(`a hill in Wales Kind: ${answer}`)
        expect([...text!.ids, ...resolved.answerIds(answer)]).toEqual([...on.frame.before, ...whole])
        expect(resolved.decode(resolved.answerIds(` ${answer} `))).toBe(answer)
      }
    }
  })

  it('ends in the stop, or by default in the end of a sequence', () => {
    expect(resolve().stopId).toBe(tokenizer.encode('\n')[0])
    expect(resolve({ ...TASK, answers: { maxTokens: 6 } }).stopId).toBe(tokenizer.special.eos)
  })

  it('is read at a position of its own for each token it may have', () => {
    const resolved = resolve()
    const examples = ['film', 'natural place'].map((label, i) => ({ text: 'a hill', label, line: i + 1 }))
    const answered = withAnswers(resolved, examples)
    const lengths = answered.map(({ ids }) => ids.length)
    const text = resolved.encode(['a hill'])[0]!.ids
    expect(lengths).toEqual([text.length + 6, text.length + 6])
    const film = tokenizer.encode(' film')
    expect(answered[0]!.targets).toEqual([...film, resolved.stopId])
    expect(answered[0]!.ids.slice(0, text.length + 1)).toEqual([...text, ...film])
    const batch = { examples: [1, 0], rows: 2, width: 0 } as unknown as Parameters<typeof answerFeeds>[0]
    const place = answered[1]!.targets
    const { readout, targets, weights } = answerFeeds(batch, answered)
    const last = text.length - 1
    expect([...readout.data]).toEqual([0, 0].flatMap(() => place.map((_, at) => last + at)))
    expect([...targets.data]).toEqual([...place, ...place.map((_, at) => answered[0]!.targets[at] ?? 0)])
    expect([...weights.data.slice(0, place.length)]).toEqual(place.map(() => Math.fround(1 / place.length)))
    expect([...weights.data.slice(place.length)]).toEqual(place.map((_, at) => (at < 2 ? 0.5 : 0)))
    expect(answerFeeds(batch, answered, 7).readout.shape).toEqual([2, 7])
  })

  it.each([
    ['no answer', undefined, /examples:7: has no answer/],
    ['an empty one', '  ', /examples:7: has an empty answer/],
    ['one that is too long', 'secret '.repeat(9), /examples:7: has an answer of \d+ tokens, more than 6/],
    ['one with the end in it', 'secret\nfilm', /examples:7: .*token which ends answers.*answers\.stop/],
  ])('of an example is refused where there is %s, without a word of it', (_, label, message) => {
    const example = { text: 'a secret', line: 7, ...(label !== undefined && { label }) }
    const refused = () => withAnswers(resolve(), [example])
    expect(refused).toThrow(message)
    expect(refused).not.toThrow(/secret/)
  })
})

describe('a task of answers', () => {
  it.each([
    ['task.answers.maxTokens', { maxTokens: 0 }],
    ['task.answers.maxTokens', { maxTokens: 1.5 }],
    ['task.answers.maxTokens', { maxTokens: 513 }],
    ['task.answers.stop', { maxTokens: 4, stop: 'the end' }],
    ['task.answers.stop', { maxTokens: 4, stop: '' }],
  ])('is refused for %s of %j', (field, answers) => {
    expect(() => resolve({ ...TASK, answers })).toThrow(
      expect.objectContaining({ code: 'invalid-argument', field }),
    )
  })

  it('needs a stop where the tokenizer has no end of sequence', () => {
    const bare = { ...tokenizer, special: { ...tokenizer.special, eos: undefined } }
    expect(() => resolve({ ...TASK, answers: { maxTokens: 4 } }, bare)).toThrow(
      /task\.answers\.stop: is needed/,
    )
  })

  it('is not for masked models', () => {
    expect(() => resolveGeneration(tokenizer, TASK, 'masked', 64)).toThrow(/masked/)
  })
})
