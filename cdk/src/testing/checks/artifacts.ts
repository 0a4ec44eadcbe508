import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { artifactsOf } from '../../artifacts.js'
import { placeholderRepository } from '../synthesise.js'

export const artifactChecks = (): void =>
  it('what was not built is named, with how to build it', () => {
    const root = placeholderRepository()
    rmSync(join(root, 'api/bundle/reconciler/index.mjs'))
    const { code } = artifactsOf(root)
    expect(() => code('api')).not.toThrow()
    expect(() => code('reconciler')).toThrow(
      /reconciler\/index\.mjs: is not there\. Build it: npm run bundle/,
    )
    rmSync(join(root, 'gpu-jobs/Dockerfile'))
    expect(() => artifactsOf(root)).toThrow('Dockerfile: is not there')
  })
