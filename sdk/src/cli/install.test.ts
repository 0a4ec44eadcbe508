/**
 * What is loaded and what must be installed: the library without ONNX Runtime, the CLI without the service.
 * @module
 */
import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { newFolder, PROGRAM, runCli } from './cli.test.support.js'

const ROOT = resolve(import.meta.dirname, '../../..')

/** Shared libraries loaded by a fresh process after it imported the module and ran the code on it. */
const librariesAfter = async (module: string, code = ''): Promise<string[]> => {
  const script = `const module = await import(${JSON.stringify(module)}); ${code}; process.stdout.write(JSON.stringify(process.report.getReport().sharedObjects))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
  })
  return JSON.parse(stdout)
}

describe('importing promptpost', () => {
  it('does not load ONNX Runtime', async () => {
    const libraries = await librariesAfter('promptpost')
    expect(libraries.filter(name => /onnxruntime/.test(name))).toEqual([])
  })

  it('would be noticed if it did', async () => {
    const libraries = await librariesAfter('@promptpost/engine/runtime')
    expect(libraries.filter(name => /onnxruntime/.test(name))).not.toEqual([])
  })

  it('gives client, tuning and accounting', async () => {
    const library = await import('../index.js')
    expect(Object.keys(library)).toEqual(
      expect.arrayContaining(['PromptPost', 'tunePrompt', 'makePrivacyPlan', 'renderReport', 'JobError']),
    )
  })
})

describe('the CLI', () => {
  it('builds its commands without ONNX Runtime', async () => {
    const libraries = await librariesAfter(join(ROOT, 'sdk/dist/cli/program.js'), "module.buildProgram('0')")
    expect(libraries.filter(name => /onnxruntime/.test(name))).toEqual([])
  })

  it('has the version of its package', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'sdk/package.json'), 'utf8'))
    expect((await runCli(['--version'])).stdout.trim()).toBe(version)
    expect((await import('../index.js')).VERSION).toBe(version)
  })

  it('says how to install the service when it is absent', async () => {
    const folder = await newFolder()
    const modules = join(folder, 'node_modules')
    await mkdir(join(modules, '@promptpost'), { recursive: true })
    const { dependencies } = JSON.parse(await readFile(join(ROOT, 'sdk/package.json'), 'utf8'))
    for (const name of Object.keys(dependencies))
      await symlink(join(ROOT, 'node_modules', name), join(modules, name))
    await cp(join(ROOT, 'sdk/package.json'), join(modules, 'promptpost/package.json'))
    await cp(join(PROGRAM, '../..'), join(modules, 'promptpost/dist'), { recursive: true })
    const program = join(modules, 'promptpost/dist/cli/main.js')
    const { code, stderr } = await runCli(['serve', '--data', 'd', '--models', '.'], { cwd: folder, program })
    expect(code).toBe(1)
    expect(stderr).toMatch(/not installed\n.*npm install @promptpost\/api/)
  })

  it('doctor reports the machine, and the cpu works', async () => {
    const { code, stdout } = await runCli(['doctor', '--json'])
    const report = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(Object.keys(report)).toEqual(['node', 'platform', 'cores', 'memory', 'disks', 'devices'])
    expect(report.devices.map(({ device }: { device: string }) => device)).toEqual(['cpu', 'cuda', 'webgpu'])
    expect(report.devices[0].available).toBe(true)
    for (const { available, detail } of report.devices)
      if (!available) expect(detail.length).toBeGreaterThan(20)
  })
})

describe('serve', () => {
  it('passes on what the service refuses', async () => {
    const folder = await newFolder()
    const args = ['serve', '--data', folder, '--models', folder, '--port', '0', '--host', 'no such host']
    const { code, stderr } = await runCli(args)
    expect(code).toBe(1)
    expect(stderr).toMatch(/--host: was not found \(got "no such host"\)\nGive an address of this machine/)
  })
})
