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
      // What .dockerignore lets in, as Docker reads it.
      ignoreMode: IgnoreMode.DOCKER,
    }),
  }
}
