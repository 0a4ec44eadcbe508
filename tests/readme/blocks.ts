/**
 * The README's code blocks, each with the headings above it.
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from '../support/service.js'

export const README = readFileSync(join(REPOSITORY, 'README.md'), 'utf8')

export type Block = {
  /** The last heading above it. */
  heading: string
  /** What stands behind the fence. */
  language: string
  text: string
}

/** Every fenced block, whatever its fence and language, and every indented line. */
export const blocksOf = (page: string): Block[] => {
  const blocks: Block[] = []
  let heading = ''
  let open: { fence: string; block: Block } | undefined
  for (const line of page.split('\n')) {
    const [, fence, language] = /^\s*(`{3,}|~{3,})\s*(.*?)\s*$/.exec(line) ?? []
    if (open && fence?.startsWith(open.fence) && language === '') {
      blocks.push(open.block)
      open = undefined
    } else if (open) open.block.text += `${line}\n`
    else if (/^(?: {4}|\t)/.test(line)) blocks.push({ heading, language: 'indented', text: line })
    else if (fence !== undefined) open = { fence, block: { heading, language: language ?? '', text: '' } }
    else heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading
  }
  if (open) throw new Error(`the block under ${open.block.heading} has no end`)
  return blocks
}
