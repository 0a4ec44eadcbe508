/**
 * What ties a privacy report to its prompt: digests of the prompt's files within the report, and an Ed25519 signature over
 * the whole of it. It proves that they belong together since they were signed and by which key, not that the client ran
 * honest code. The client makes it; the service and anyone else can check it.
 * @module
 */
import { type KeyObject, sign, verify } from 'node:crypto'
import { sha256 } from '../files.js'
import { canonicalJson } from './canonical.js'
import { keyFingerprint, publicKeyText, readPublicKey } from './keys.js'

/** The version of the report that is sealed like this. */
export const REPORT_VERSION = 2

/** Most bytes of a report as a file: some ten times what one has. */
export const MOST_REPORT_BYTES = 1 << 16

/** The files of a prompt: documents as parsed, so that white space does not matter, and the tensor's file as it is. */
export type SealedFiles = {
  readonly 'adapter_config.json': unknown
  readonly 'adapter_model.safetensors': Uint8Array
  readonly 'task.json': unknown
}

export type SealedFile = keyof SealedFiles

export const SEALED_FILES = ['adapter_config.json', 'adapter_model.safetensors', 'task.json'] as const

/** SHA-256 of each, hexadecimal: of the canonical text of a document, of the bytes of the tensor's file. */
export type PromptDigests = { readonly [name in SealedFile]: string }

export type Signature = {
  readonly algorithm: 'ed25519'
  /** 32 bytes, base64url. */
  readonly publicKey: string
  /** SHA-256 of those, hexadecimal. */
  readonly fingerprint: string
  /** 64 bytes, base64url. */
  readonly value: string
}

export type Sealed<Report> = Report & { readonly prompt: PromptDigests; readonly signature: Signature }

/** What is wrong with a seal, and where in the report. */
export type SealProblem = {
  readonly kind: 'format' | 'preconditions' | 'prompt' | 'signature'
  readonly path: readonly string[]
  /** Completes a sentence that begins with the path. */
  readonly message: string
  readonly value?: unknown
  readonly next: string
}

/** Keeps a signature for this purpose from passing for another. */
const PURPOSE = `promptpost privacy report, version ${REPORT_VERSION}\n`

const signedBytes = (report: object): Buffer => Buffer.from(PURPOSE + canonicalJson(report))

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const promptDigests = (files: SealedFiles): PromptDigests => ({
  'adapter_config.json': sha256(canonicalJson(files['adapter_config.json'])),
  'adapter_model.safetensors': sha256(files['adapter_model.safetensors']),
  'task.json': sha256(canonicalJson(files['task.json'])),
})

/** Signs a report together with the digests of its prompt's files. @param key private, Ed25519 */
export const sealReport = <Report extends object>(
  report: Report,
  files: SealedFiles,
  key: KeyObject,
): Sealed<Report> => {
  const publicKey = publicKeyText(key)
  const signer = { algorithm: 'ed25519', publicKey, fingerprint: keyFingerprint(publicKey) } as const
  const whole = { ...report, prompt: promptDigests(files), signature: signer }
  const value = sign(null, signedBytes(whole), key).toString('base64url')
  return { ...whole, signature: { ...signer, value } }
}

const versionProblem = ({ version }: Record<string, unknown>): SealProblem | undefined =>
  version === REPORT_VERSION
    ? undefined
    : {
        kind: 'format',
        path: ['version'],
        message: `is not ${REPORT_VERSION}, the one that is known here`,
        value: version,
        next: 'Use the release of promptpost that made the report, or tune again with this one.',
      }

const preconditionsProblem = ({ preconditions }: Record<string, unknown>): SealProblem | undefined => {
  const held = isRecord(preconditions) ? Object.entries(preconditions) : []
  const broken = held.find(([, value]) => value !== true)
  if (held.length > 0 && !broken) return undefined
  return {
    kind: 'preconditions',
    path: ['preconditions', ...(broken ? [broken[0]] : [])],
    message: 'does not hold: no epsilon may be claimed',
    value: broken?.[1],
    next: 'Treat the prompt as tuned without differential privacy.',
  }
}

const promptProblem = ({ prompt }: Record<string, unknown>, files: SealedFiles): SealProblem | undefined => {
  const found = promptDigests(files)
  const stated = isRecord(prompt) ? prompt : {}
  const names = new Set([...SEALED_FILES, ...Object.keys(stated)])
  for (const name of names)
    if (stated[name] !== found[name as SealedFile])
      return {
        kind: 'prompt',
        path: ['prompt', name],
        message: 'is not the digest of the file beside it: this report was made for another prompt',
        value: stated[name],
        next: 'Put the report and the prompt of one tuning run together again.',
      }
  return undefined
}

const signatureProblem = (report: Record<string, unknown>): SealProblem | undefined => {
  const problem = (path: readonly string[], message: string, value?: unknown): SealProblem => ({
    kind: 'signature',
    path: ['signature', ...path],
    message,
    ...(value === undefined ? {} : { value }),
    next: 'Ask the sender for the folder as tuning wrote it.',
  })
  if (!isRecord(report.signature)) return problem([], 'is missing')
  const { value, ...signer } = report.signature
  if (signer.algorithm !== 'ed25519') return problem(['algorithm'], 'must be ed25519', signer.algorithm)
  const key = readPublicKey(signer.publicKey)
  if (!key) return problem(['publicKey'], 'is no Ed25519 key in base64url', signer.publicKey)
  if (signer.fingerprint !== keyFingerprint(signer.publicKey as string))
    return problem(['fingerprint'], 'is not that of the key', signer.fingerprint)
  const bytes = Buffer.from(typeof value === 'string' ? value : '', 'base64url')
  const isGenuine =
    bytes.toString('base64url') === value &&
    verify(null, signedBytes({ ...report, signature: signer }), key, bytes)
  return isGenuine
    ? undefined
    : problem(
        ['value'],
        'does not fit: the report was edited after it was signed, or the signature was',
        value,
      )
}

/**
 * What is wrong with a report beside the files of its prompt: its version, a precondition that does not hold, a file that
 * is not the one it was made for, the signature. Undefined when nothing is. The claim itself is not computed again here.
 *
 * @param report parsed JSON from anywhere
 * @throws PromptPostError `invalid-argument` for documents that have no canonical text; see {@link canonicalJson}
 */
export const sealProblem = (report: unknown, files: SealedFiles): SealProblem | undefined => {
  if (!isRecord(report))
    return { kind: 'format', path: [], message: 'must be a JSON object', next: 'Tune the prompt again.' }
  return (
    versionProblem(report) ??
    preconditionsProblem(report) ??
    promptProblem(report, files) ??
    signatureProblem(report)
  )
}
