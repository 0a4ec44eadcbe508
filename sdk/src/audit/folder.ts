/**
 * The folder of an audit. Its figures are computed from private data without noise, so every file is for its owner alone
 * and the folder says so. No prompt is ever written into it: an audited prompt is tuned, looked at and forgotten, and no
 * privacy report is made for it.
 * @module
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError, sha256, writeFileAtomic } from '@promptpost/base'

export const NOTICE =
  'PRIVATE: computed from private data without noise, covered by no epsilon. Written on this machine only; do not share it.'

const MARK = `${NOTICE}

This folder belongs to an audit of prompt tuning on private data. It holds figures about single records and about all of
them, and, while an audit is at work, its checkpoints. It holds no prompt that may be uploaded. If prompts of the audit
were given away, nothing here would cover that: they are charged to the ledger in this folder alone, not to the one that
counts what is released. Settings chosen by these figures carry some of them out too: choose them on public data.
`

const OWNER_ONLY = { file: { mode: 0o600 }, folder: { recursive: true, mode: 0o700 } } as const

export type AuditFolder = {
  readonly path: string
  /** Undefined when it is not there. */
  load<T>(name: string): Promise<T | undefined>
  save(name: string, value: unknown): Promise<void>
  write(name: string, text: string): Promise<void>
  /** Where a checkpoint of that name lies. */
  checkpoint(name: string): string
  /** Takes away what is only needed while the audit is at work. */
  clear(): Promise<void>
  readonly ledger: string
}

const readText = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })

/**
 * @param identity everything the findings depend on
 * @throws PromptPostError 'conflict' when the folder holds anything else
 */
export const openAuditFolder = async (out: string, identity: unknown): Promise<AuditFolder> => {
  const digest = sha256(JSON.stringify(identity))
  const write = (name: string, text: string): Promise<void> =>
    writeFileAtomic(join(out, name), text, OWNER_ONLY.file)
  const found = await readText(join(out, 'audit.json'))
  if (found === undefined) {
    const inside = await readdir(out).catch(() => [])
    if (inside.length > 0)
      throw new PromptPostError('conflict', 'holds something that is not an audit', {
        field: 'out',
        value: out,
        next: 'Name a new folder.',
      })
    await mkdir(out, OWNER_ONLY.folder)
    await write('PRIVATE.txt', MARK)
    await write('audit.json', `${JSON.stringify({ version: 1, notice: NOTICE, digest })}\n`)
  } else if ((JSON.parse(found) as { digest?: string }).digest !== digest)
    throw new PromptPostError('conflict', 'holds an audit with other data or settings', {
      field: 'out',
      value: out,
      next: 'Name a new folder, or give the same data and settings to go on.',
    })
  for (const name of ['shadows', 'checkpoints']) await mkdir(join(out, name), OWNER_ONLY.folder)
  return {
    path: out,
    load: async <T>(name: string) => {
      const text = await readText(join(out, name))
      return text === undefined ? undefined : (JSON.parse(text) as T)
    },
    save: (name, value) => write(name, `${JSON.stringify(value)}\n`),
    write,
    checkpoint: name => join(out, 'checkpoints', name),
    clear: () => rm(join(out, 'checkpoints'), { recursive: true, force: true }),
    ledger: join(out, 'ledger'),
  }
}
