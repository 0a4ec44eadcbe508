/**
 * Signing secrets at rest: sealed with a key that does not lie in the store, so that a copy of the store holds none.
 * @module
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { PromptPostError } from '@promptpost/base'
import { type ObjectStore, putOnce } from '@promptpost/base/store'

export type Vault = {
  /** @param place where the sealed text will stand; it opens nowhere else */
  seal(text: string, place: string): string
  /** @throws PromptPostError `unavailable` when it was sealed with another key or for another place */
  open(sealed: string, place: string): string
}

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM under a key of 32 bytes. */
export const openVault = (key: Uint8Array): Vault => ({
  seal(text, place) {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
  },
  open(sealed, place) {
    const bytes = Buffer.from(sealed, 'base64')
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES))
      return Buffer.concat([text, decipher.final()]).toString('utf8')
    } catch (cause) {
      throw new PromptPostError('unavailable', 'cannot be read with the key of this service', {
        field: 'secret',
        next: "Rotate the webhook's secret.",
        cause,
      })
    }
  },
})

const keyOf = (text: string, place: string): Buffer => {
  if (!/^[0-9a-f]{64}\s*$/.test(text))
    throw new PromptPostError('invalid-config', 'is not a key of 64 hexadecimal digits', {
      field: place,
      next: 'Restore it, or remove it and rotate the secrets of all webhooks.',
    })
  return Buffer.from(text.trim(), 'hex')
}

/**
 * The vault whose key is a file, made when it is not there: 64 hexadecimal digits, readable by its owner alone.
 *
 * @throws PromptPostError when the file holds something else
 */
export const openVaultFile = async (path: string): Promise<Vault> => {
  try {
    await writeFile(path, randomBytes(KEY_BYTES).toString('hex'), { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const text = await readFile(path, 'utf8')
  const key = keyOf(text, path)
  await chmod(path, 0o600)
  return openVault(key)
}

/** Where the key stands in a store that has no folder beside it. No tenant's key leads there. */
const KEY_IN_STORE = 'service/webhook-key'

/**
 * The vault whose key is an object of the store, made when it is not there. What the secrets are sealed against is then a copy of
 * tenants' objects, not one of the whole bucket; that is what the bucket's own encryption is for.
 */
export const openVaultInStore = async (store: ObjectStore): Promise<Vault> => {
  await putOnce(store, KEY_IN_STORE, randomBytes(KEY_BYTES).toString('hex'))
  const object = await store.get(KEY_IN_STORE)
  return openVault(keyOf(Buffer.from(object?.bytes ?? []).toString('utf8'), KEY_IN_STORE))
}
