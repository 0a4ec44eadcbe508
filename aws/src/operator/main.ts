#!/usr/bin/env node
/**
 * What the operator of a service on AWS does beside it, with credentials of his own: puts models into the bucket, makes tokens and
 * ends them. The service itself can do neither.
 *
 *     node aws/dist/operator/main.js models put NAME DIR --bucket BUCKET
 *
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { createS3Client, openS3Store } from '../s3/index.js'
import { runCommand } from './commands.js'

runCommand(process.argv.slice(2), {
  open: bucket => openS3Store({ client: createS3Client(), bucket }),
  print: line => void process.stdout.write(`${line}\n`),
}).catch((error: unknown) => {
  process.stderr.write(`${error instanceof PromptPostError ? error.message : String(error)}\n`)
  process.exit(error instanceof PromptPostError && error.code === 'invalid-argument' ? 2 : 1)
})
