/**
 * The digest of a large file, computed in a thread beside whatever else is to be done meanwhile.
 * @module
 */
import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { digestFile } from './files.js'

/** Below it a thread takes longer to begin than the digest, bytes. */
const WORTH_A_THREAD = 16 << 20

/** As text, so that it is there whatever bundles this module. Reads in pieces that the caches hold. */
const THREAD = `
const { createHash } = require('node:crypto')
const { closeSync, openSync, readSync } = require('node:fs')
const { parentPort, workerData } = require('node:worker_threads')
const hash = createHash('sha256')
const piece = Buffer.alloc(1 << 20)
const file = openSync(workerData, 'r')
let size = 0
for (let read; (read = readSync(file, piece, 0, piece.length, null)) > 0; size += read) hash.update(piece.subarray(0, read))
closeSync(file)
parentPort.postMessage({ sha256: hash.digest('hex'), size })
`

/** What {@link digestFile} gives. */
export const digestFileBeside = async (path: string): Promise<{ sha256: string; size: number }> => {
  if ((await stat(path)).size < WORTH_A_THREAD) return digestFile(path)
  return new Promise((resolve, reject) => {
    const thread = new Worker(THREAD, { eval: true, workerData: path, execArgv: [] })
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.once('exit', () => reject(new Error(`the digest of ${path} was not finished`)))
  })
}
