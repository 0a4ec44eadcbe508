/**
 * The machine and the versions a table was made with: what its seconds depend on, and nothing that names its owner.
 * @module
 */
import { createRequire } from 'node:module'
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os'

const versionOf = (name: string): string => {
  try {
    const { version } = createRequire(import.meta.url)(`${name}/package.json`) as { version: string }
    return version
  } catch {
    return 'unknown'
  }
}

export const describeMachine = (): Record<string, string> => ({
  processor: cpus()[0]?.model.trim() || 'unknown',
  cores: String(availableParallelism()),
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  platform: `${platform()} ${arch()}`,
  node: process.versions.node,
  onnxruntime: versionOf('onnxruntime-node'),
  promptpost: '0.1.0',
})
