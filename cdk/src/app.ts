/**
 * The CDK app: options in, a template out, checked against the rules of cdk-nag.
 *
 *     npx cdk synth -c options=FILE -c bundles=FOLDER
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { App, Validations } from 'aws-cdk-lib/core'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import { artifactsOf } from './artifacts.js'
import { DeploymentProblem, readOptions } from './options/index.js'
import { PromptPostStack } from './stack.js'

const ROOT = resolve(import.meta.dirname, '..', '..')

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new DeploymentProblem(
      path,
      `cannot be read as JSON (${(error as Error).message})`,
      'See docs/deploy-aws.md for the options, or leave `-c options=FILE` out.',
    )
  }
}

const main = (): void => {
  const app = new App({ analyticsReporting: false })
  const path = app.node.tryGetContext('options') as string | undefined
  // Files are named as seen from where npm was called.
  const from = process.env.INIT_CWD ?? process.cwd()
  const options = readOptions(path === undefined ? {} : readJson(resolve(from, path)))
  const bundles = app.node.tryGetContext('bundles') as string | undefined
  const artifacts = artifactsOf(ROOT, bundles === undefined ? undefined : resolve(from, bundles))
  new PromptPostStack(app, { options, artifacts })
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app))
  app.synth()
}

try {
  main()
} catch (error) {
  if (!(error instanceof DeploymentProblem)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
