/**
 * The stack as a template, without bundles, Docker or a network.
 * @module
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Template } from 'aws-cdk-lib/assertions'
import { App } from 'aws-cdk-lib/core'
import { type Artifacts, artifactsOf, FUNCTIONS } from '../artifacts.js'
import { readOptions } from '../options/index.js'
import { PromptPostStack } from '../stack.js'

export type TemplateJson = {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown>; DeletionPolicy?: string }>
  Outputs?: Record<string, unknown>
}

/** A folder that looks like a repository whose bundles are built. */
export const placeholderRepository = (): string => {
  const root = mkdtempSync(join(tmpdir(), 'promptpost-cdk-'))
  const put = (folder: string, file: string, content: string): void => {
    mkdirSync(join(root, folder), { recursive: true })
    writeFileSync(join(root, folder, file), content)
  }
  put('gpu-jobs', 'Dockerfile', 'FROM scratch\n')
  for (const name of FUNCTIONS)
    put(join('api', 'bundle', name), 'index.mjs', 'export const handler = async () => {}\n')
  return root
}

const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  context: Record<string, unknown>
}

// To check every resource against its schema takes seconds; `npm run synth` does.
process.env.CDK_VALIDATION = 'false'

/** @param options as in an options file */
export const buildStack = (
  options: unknown = {},
  artifacts: Artifacts = artifactsOf(placeholderRepository()),
): PromptPostStack => {
  const app = new App({
    analyticsReporting: false,
    outdir: mkdtempSync(join(tmpdir(), 'promptpost-cdk-out-')),
    context: { ...context, 'aws:cdk:bundling-stacks': [] },
  })
  return new PromptPostStack(app, { options: readOptions(options), artifacts })
}

export const templateOf = (stack: PromptPostStack): TemplateJson =>
  Template.fromStack(stack).toJSON() as TemplateJson
