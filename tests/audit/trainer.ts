/**
 * The trainer under audit: the engine's own tuning loop, graph and ONNX Runtime included, on a model so small that it
 * takes thousands of steps in a few seconds.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type GradientMechanism, openWorkbench, type TuneResult, tuneWith } from '@promptpost/engine/post'
import { writeTinyModel } from '../../engine/src/models/testing/tiny-models.js'

const WIDTH = 16

/** With an odd number, sums over prompt and text change in their last bits with the padding: S is to see it if they do. */
const VIRTUAL_TOKENS = 9

/** Parameters of the prompt. */
export const DIMENSION = VIRTUAL_TOKENS * WIDTH

/** Examples a trainer has; what a run's data set holds is chosen among them. */
export const EXAMPLES = 160

const MODEL = { model_type: 'gpt2', vocab_size: 16, n_positions: 40, n_embd: WIDTH, n_layer: 1, n_head: 2 }
const WORDS = ['film', 'plot', 'cast', 'song', 'slow', 'warm', 'loud', 'kind']
const VOCABULARY = ['[UNK]', 'is', 'it', 'was', 'bad', 'good', ...WORDS]
const TASK = { template: '{text} it was', verbalizer: { bad: ['bad'], good: ['good'] } }

/** A learning rate whose steps are lost in the rounding of float64. */
const IMPERCEPTIBLE = 1e-300

const TOKENIZER = {
  pre_tokenizer: { type: 'BertPreTokenizer' },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(VOCABULARY.map((word, id) => [word, id])),
  },
}

/** Words of a text: never fewer than those of the example before, so that a sample in ascending order stays as it is. */
const wordsOf = (example: number) => 1 + Math.floor(example / 8)

const textOf = (example: number, seed: number) =>
  Array.from({ length: wordsOf(example) }, (_, i) => WORDS[(example * (i + 1) + seed * (i + 3)) % 8]).join(
    ' ',
  )

export type Trainer = {
  /**
   * Tunes a prompt for `steps` steps under a mechanism.
   * @param options.microBatch rows of a micro-batch
   * @param options.otherData other texts and the opposite labels
   * @param options.still the prompt does not move
   */
  train: (
    mechanism: GradientMechanism,
    options: { steps: number; microBatch: number; otherData?: boolean; still?: boolean },
  ) => Promise<TuneResult>
  close: () => Promise<void>
}

/** Writes the model to a temporary folder and opens it. */
export const openTrainer = async (): Promise<Trainer> => {
  const directory = await mkdtemp(join(tmpdir(), 'promptpost-audit-'))
  await writeTinyModel(directory, MODEL)
  await writeFile(join(directory, 'tokenizer.json'), JSON.stringify(TOKENIZER))
  const workbench = await openWorkbench(directory)
  const examplesOf = (seed: number) =>
    Array.from({ length: EXAMPLES }, (_, i) => ({
      text: textOf(i, seed),
      label: (i + seed) % 2 ? 'good' : 'bad',
      line: i + 1,
    }))
  return {
    train: (mechanism, { steps, microBatch, otherData = false, still = false }) =>
      tuneWith(workbench, {
        examples: examplesOf(otherData ? 1 : 0),
        task: TASK,
        virtualTokens: VIRTUAL_TOKENS,
        initialisation: { kind: 'vocabulary' },
        mechanism,
        steps,
        batchSize: microBatch,
        learningRate: still ? IMPERCEPTIBLE : 1e-3,
        threads: 1,
      }),
    close: () => rm(directory, { recursive: true, force: true }),
  }
}
