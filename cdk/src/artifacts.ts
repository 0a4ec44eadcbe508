/**
 * What is built before the stack: bundles of the functions and the container of jobs.
 * @module
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Platform } from 'aws-cdk-lib/aws-ecr-assets'
import { ContainerImage } from 'aws-cdk-lib/aws-ecs'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { IgnoreMode } from 'aws-cdk-lib/core'
import { DeploymentProblem } from './options/index.js'

export const FUNCTIONS = ['api', 'batch-events', 'reconciler'] as const
export type FunctionName = (typeof FUNCTIONS)[number]

export type Artifacts = {
  code: (name: FunctionName) => Code
  image: ContainerImage
}

/** What the container's build does not need, beside what the Dockerfile's own ignore file says. */
const NOT_IN_IMAGE = [
  '.git',
  '**/node_modules',
  '**/dist',
  '**/*.tsbuildinfo',
  'api/bundle',
  'cdk/cdk.out',
  'cdk/src',
  'docs',
  'tests',
]

const codeIn = (folder: string, name: FunctionName): Code => {
  const bundle = join(folder, name)
  if (!existsSync(join(bundle, 'index.mjs')))
    throw new DeploymentProblem(join(bundle, 'index.mjs'), 'is not there', 'Build it: npm run bundle')
  return Code.fromAsset(bundle)
}

/**
 * Bundles and Dockerfile as they stand in a copy of the repository.
 *
 * @param bundles folder with a folder for each function; default `api/bundle`
 * @throws DeploymentProblem for what was not built
 */
export const artifactsOf = (root: string, bundles = join(root, 'api', 'bundle')): Artifacts => {
  const file = join('gpu-jobs', 'Dockerfile')
  if (!existsSync(join(root, file)))
    throw new DeploymentProblem(file, 'is not there', 'Deploy from a complete copy of the repository.')
  return {
    code: name => codeIn(bundles, name),
    image: ContainerImage.fromAsset(root, {
      file,
      platform: Platform.LINUX_AMD64,
      exclude: NOT_IN_IMAGE,
      ignoreMode: IgnoreMode.DOCKER,
    }),
  }
}
