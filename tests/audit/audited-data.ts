/**
 * A student and data for the audits that users run: so small that shadows take a second, with so many parameters for so
 * few random labels that a prompt learns its records by heart.
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRandom } from '@promptpost/engine/text'
import { writeTinyModel } from '../../engine/src/models/testing/tiny-models.js'

const WORDS = Array.from({ length: 58 }, (_, i) => `w${i}`)
const VOCABULARY = ['[UNK]', 'is', 'it', 'was', 'bad', 'good', ...WORDS]
const MODEL = { model_type: 'gpt2', vocab_size: 64, n_positions: 48, n_embd: 48, n_layer: 3, n_head: 2 }
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

/** In every record, to be looked for wherever it should not be. */
export const MARK = 'w57'

/** @returns what every audit of it is given, but for the folder */
export const writeAudited = async (directory: string, records: number) => {
  const student = join(directory, 'student')
  await mkdir(student)
  await writeTinyModel(student, MODEL)
  await writeFile(join(student, 'tokenizer.json'), JSON.stringify(TOKENIZER))
  const random = createRandom(3)
  const word = () => WORDS[random.integer(WORDS.length - 1)]
  const rows = new Map<string, string>()
  while (rows.size < records)
    rows.set(`${word()} ${word()} ${MARK}`, random.integer(2) === 1 ? 'good' : 'bad')
  const data = join(directory, 'private.tsv')
  await writeFile(data, `text\tlabel\n${[...rows].map(row => row.join('\t')).join('\n')}\n`)
  return {
    student,
    data,
    task: { template: '{text} it was', verbalizer: { bad: ['bad'], good: ['good'] } },
    virtualTokens: 16,
    maxTokens: 16,
    threads: 1,
  }
}
