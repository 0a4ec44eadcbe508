/**
 * `npm run package:check`: the packed packages installed in an empty folder from the registry, as a user would, and tried on
 * several versions of Node, by every module resolution of TypeScript, and by @arethetypeswrong/cli.
 * @module
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outliveReader } from '@promptpost/base'
import { pack, RESOLUTIONS, writeUserProgram } from './packed.js'

outliveReader()

/** Node as npm packages, for this platform. */
const NODES = ['20.20.2', '22.23.3', '24.21.0']
const WRONG_TYPES = '@arethetypeswrong/cli@0.18.5'

const folder = mkdtempSync(join(tmpdir(), 'promptpost-check-'))
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const run = (program: string, args: readonly string[], cwd = folder): string =>
  execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const install = (cwd: string, ...packages: string[]): void =>
  void run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], cwd)

const nodeProgram = (version: string): string => {
  const place = mkdtempSync(join(folder, 'node-'))
  writeFileSync(join(place, 'package.json'), '{}')
  const name = `node-${process.platform}-${process.arch}`
  install(place, `${name}@${version}`)
  return join(place, 'node_modules', name, 'bin/node')
}

const IMPORT = `const { PromptPost } = await import('promptpost'); new PromptPost({ baseUrl: 'http://127.0.0.1:1', token: 'x' }); console.log('imported')`

const check = (): void => {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const packed = pack(folder)
  const tarballs = packed.map(({ filename }) => join(folder, filename))
  install(folder, ...tarballs, 'typescript@5.9.3', '@types/node@20.19.43')
  say(`installed ${packed.map(({ name, size }) => `${name} (${size} bytes)`).join(', ')}`)
  const program = join(folder, 'node_modules/.bin/promptpost')
  for (const node of [process.execPath, ...NODES.map(nodeProgram)]) {
    const version = run(node, ['--version']).trim()
    const imported = run(node, ['--input-type=module', '-e', IMPORT]).trim()
    const own = run(node, [program, '--version']).trim()
    const { devices } = JSON.parse(run(node, [program, 'doctor', '--json'])) as {
      devices: { device: string; available: boolean }[]
    }
    if (!devices.some(({ device, available }) => device === 'cpu' && available))
      throw new Error(`${version}: doctor finds no cpu`)
    say(`Node ${version}: ${imported}, promptpost ${own}, doctor finds the cpu`)
  }
  for (const resolution of RESOLUTIONS) {
    writeUserProgram(folder, resolution)
    run(process.execPath, [join(folder, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json'])
    say(`types: ${resolution.moduleResolution}`)
  }
  for (const tarball of tarballs) {
    run('npx', ['--yes', WRONG_TYPES, tarball, '--profile', 'esm-only'])
    say(`types of ${tarball.slice(folder.length + 1)}: nothing wrong`)
  }
}

try {
  check()
} catch (error) {
  const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
  process.stderr.write(`${(error as Error).message}\n${stdout}${stderr}`)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
