/** What the Dockerfile promises, and what must be the same elsewhere. `hadolint gpu-jobs/Dockerfile` checks the rest. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { REPOSITORY } from '../support/service.js'
import { environmentOf, readDockerfile, valuesOf } from './dockerfile.js'

const { stages, final } = readDockerfile()
const all = stages.flatMap(({ instructions }) => instructions)

describe('gpu-jobs/Dockerfile', () => {
  it('takes from outside only what it names by its digest', () => {
    const names = stages.map(({ name }) => name)
    for (const { from } of stages)
      if (!names.includes(from)) expect(from).toMatch(/^[a-z/]+:[\w.-]+@sha256:[0-9a-f]{64}$/)
    expect(all.filter(({ name }) => name === 'ADD')).toEqual([])
    const digests = all.filter(({ name, value }) => name === 'ARG' && value.includes('SHA256'))
    expect(digests).toHaveLength(3)
    for (const { value } of digests) expect(value).toMatch(/^[A-Z]+(_GPU)?_SHA256=[0-9a-f]{64}$/)
    for (const { value } of all.filter(({ value }) => value.includes('https://')))
      expect(value).toMatch(/^\/container\/fetch\.sh https:\S+ \$\{[A-Z]+(_GPU)?_SHA256\} /)
  })

  it('runs scripts that work without Docker, but for the tools', () => {
    const runs = stages.slice(0, -1).flatMap(stage => valuesOf(stage, 'RUN'))
    for (const run of runs.filter(run => !run.startsWith('apt-get')))
      expect(run).toMatch(/^(\/|gpu-jobs\/)container\/[a-z]+\.sh /)
  })

  it('has the version of ONNX Runtime that the lock file has', () => {
    const lock = JSON.parse(readFileSync(join(REPOSITORY, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version: string }>
    }
    const version = lock.packages['node_modules/onnxruntime-node']!.version
    expect(all).toContainEqual({ name: 'ARG', value: `ORT_VERSION=${version}` })
  })

  it('ends in an image whose process is nobody, stops at SIGTERM and is not the first', () => {
    expect(valuesOf(final, 'USER')).toEqual(['1000:1000'])
    expect(valuesOf(final, 'STOPSIGNAL')).toEqual(['SIGTERM'])
    expect(JSON.parse(valuesOf(final, 'ENTRYPOINT')[0]!)).toEqual([
      '/usr/local/bin/tini',
      '--',
      '/usr/local/bin/node',
      '/app/gpu-jobs/dist/main.js',
    ])
    expect(JSON.parse(valuesOf(final, 'VOLUME')[0]!)).toEqual(['/models', '/work', '/tmp'])
    // Nothing that is fetched or built is fetched or built in it.
    for (const { value } of final.instructions.filter(({ name }) => name === 'RUN'))
      expect(value).not.toMatch(/apt-get|npm|curl/)
  })
})

describe('the definition of a job', async () => {
  const { buildStack, templateOf } = await import('@promptpost/cdk/testing')
  const { Resources } = templateOf(buildStack())
  const definition = Object.values(Resources).find(({ Type }) => Type === 'AWS::Batch::JobDefinition')
  const container = definition!.Properties!.ContainerProperties as {
    User: string
    ReadonlyRootFilesystem: boolean
    Environment: { Name: string; Value: unknown }[]
    MountPoints: { ContainerPath: string }[]
    Command?: string[]
    LinuxParameters?: { InitProcessEnabled?: boolean }
  }

  it('runs the image as it is meant to', () => {
    expect(container.User).toBe(valuesOf(final, 'USER')[0]!.split(':')[0])
    expect(container.ReadonlyRootFilesystem).toBe(true)
    const writable = JSON.parse(valuesOf(final, 'VOLUME')[0]!) as string[]
    expect(container.MountPoints.map(({ ContainerPath }) => ContainerPath).sort()).toEqual(writable.sort())
    // The image has an entry point that needs no words, and a first process of its own.
    expect(container.Command ?? []).toEqual([])
    expect(container.LinuxParameters?.InitProcessEnabled ?? false).toBe(false)
    const environment = environmentOf(final)
    for (const { Name, Value } of container.Environment)
      if (Name in environment) expect(Value, Name).toBe(environment[Name])
  })
})
