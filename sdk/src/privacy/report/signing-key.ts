/**
 * The key that signs reports: Ed25519, made on first use in the ledger's folder, for its owner alone.
 * @module
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, PromptPostError } from '@promptpost/base'
import { withLock } from '@promptpost/base/store'
import { writeDurably } from '../ledger/durable.js'
import { ledgerFiles, OWNER_ONLY } from '../ledger/location.js'
import { unusable } from '../ledger/refusal.js'

/** Beside the ledger's own files, and kept as they are. */
export const signingKeyFile = (directory: string): string => join(directory, 'signing-key')

const parse = (file: string, pem: string): KeyObject => {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below; the parser's own words may quote the key.
  }
  throw new PromptPostError(
    'privacy-refused',
    'is no Ed25519 key in PEM: the key that signs reports is damaged',
    {
      field: file,
      next: 'Put back a copy of it, or move it away: a new key is made, whose fingerprint receivers do not know yet.',
    },
  )
}

/** The key of a ledger's folder, made where there is none; two processes at once get the same. */
export const signingKey = async (directory: string): Promise<KeyObject> => {
  const file = signingKeyFile(directory)
  try {
    await makeFolder(directory, { mode: OWNER_ONLY.folder })
    return await withLock(ledgerFiles(directory).locks, 'ledger', async () => {
      const pem = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
      if (pem !== undefined) return parse(file, pem)
      const { privateKey } = generateKeyPairSync('ed25519')
      await writeDurably(file, privateKey.export({ format: 'pem', type: 'pkcs8' }) as string)
      return privateKey
    })
  } catch (error) {
    throw unusable(directory, error)
  }
}
