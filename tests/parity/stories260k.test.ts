/**
 * stories260K, a real (tiny) llama: its greedy continuation is the one its document prints.
 * @module
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { continueGreedily } from '@promptpost/engine/generate'
import { openModel } from '@promptpost/engine/models'
import { describe, expect, it } from 'vitest'
import { sharedPath } from '../../engine/src/testing/shared.js'
import { convertCheckpoint, readVocabulary } from './llama2c.js'

const directory = sharedPath('models', 'stories260K')

/** run.c stops after 256 tokens when nothing else is asked for. */
const STEPS = 256

describe.runIf(directory !== undefined)('stories260K', () => {
  it('continues "Once upon a time" word for word as documented', async () => {
    const document = await readFile(join(directory!, 'stories260K.md'), 'utf8')
    const printed = /-t 0\.0\n([\s\S]*?)\n```/.exec(document)![1]!
    const folder = await mkdtemp(join(tmpdir(), 'promptpost-stories-'))
    try {
      await convertCheckpoint(join(directory!, 'stories260K.bin'), folder)
      const model = await openModel(folder)
      const vocabulary = await readVocabulary(join(directory!, 'tok512.bin'), model.config.vocabularySize)
      const start = vocabulary.encode('Once upon a time')
      const { ids } = await continueGreedily(model, start, {
        maxNewTokens: STEPS - start.length + 1,
        stopIds: [1],
      })
      expect(vocabulary.decode([...start, ...ids])).toBe(printed)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
