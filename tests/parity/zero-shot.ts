/**
 * `npx tsx tests/parity/zero-shot.ts --model DIR --data FILE --template T --verbalizer JSON [--text-column NAME] [--no-trim]`:
 * zero-shot accuracy of a model on labelled texts.
 * @module
 */
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { outliveReader } from '@promptpost/base'
import { readExamples } from '@promptpost/engine/data'
import { type Accuracy, evaluate, openWorkbench } from '@promptpost/engine/post'

export type ZeroShot = {
  model: string
  data: string
  template: string
  verbalizer: Readonly<Record<string, readonly string[]>>
  textColumn?: string
  /** Whether white space around texts is dropped. */
  trim: boolean
}

/** Evaluates in batches of like lengths; texts are cut at the model's limit. */
export const zeroShot = async (options: ZeroShot): Promise<Accuracy> => {
  const { model, data, template, verbalizer, textColumn, trim } = options
  const examples = await readExamples(data, { trim, ...(textColumn !== undefined && { textColumn }) })
  return evaluate(await openWorkbench(model), { examples, task: { template, verbalizer } })
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      model: { type: 'string' },
      data: { type: 'string' },
      template: { type: 'string' },
      verbalizer: { type: 'string' },
      'text-column': { type: 'string' },
      'no-trim': { type: 'boolean', default: false },
    },
  })
  const { model, data, template, verbalizer } = values
  if (model === undefined || data === undefined || template === undefined || verbalizer === undefined) {
    console.error(
      'usage: zero-shot.ts --model DIR --data FILE --template T --verbalizer JSON [--text-column NAME] [--no-trim]',
    )
    process.exitCode = 2
    return
  }
  const begun = performance.now()
  const result = await zeroShot({
    model,
    data,
    // A shell gives \n as two characters.
    template: template.replaceAll('\\n', '\n'),
    verbalizer: JSON.parse(verbalizer) as Record<string, string[]>,
    textColumn: values['text-column'],
    trim: !values['no-trim'],
  })
  const [low, high] = result.interval.map(share => (100 * share).toFixed(1))
  const seconds = ((performance.now() - begun) / 1000).toFixed(0)
  console.log(
    `accuracy ${(100 * result.accuracy).toFixed(2)} % [${low}, ${high}] of ${result.examples} in ${seconds} s`,
  )
  console.log(`predicted ${JSON.stringify(result.predicted)}`)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  outliveReader()
  await main()
}
