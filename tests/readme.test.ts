/**
 * Every command of the README is run as it stands there, in a copy-free checkout folder of its own.
 * @module
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { REPOSITORY } from './support/service.js'

const readme = readFileSync(join(REPOSITORY, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/```(\w*)\n([\s\S]*?)```/g)].map(([, language, text]) => ({
  language: language!,
  text: text!,
}))
const scripts = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')).scripts as Record<
  string,
  string
>

const freePort = () =>
  new Promise<number>(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

/** Runs a shell script in a process group of its own, which goes with it. */
const runScript = (script: string, cwd: string) =>
  new Promise<{ code: number | null; output: string }>(resolve => {
    const environment = {
      ...process.env,
      PATH: `${join(REPOSITORY, 'node_modules/.bin')}:${process.env.PATH}`,
    }
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd, env: environment, detached: true })
    let output = ''
    child.stdout.on('data', data => (output += data))
    child.stderr.on('data', data => (output += data))
    child.on('exit', code => {
      try {
        process.kill(-child.pid!, 'SIGTERM')
      } catch {
        // The group is gone already.
      }
      resolve({ code, output })
    })
  })

describe('README', () => {
  it('names only npm scripts that there are', () => {
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(match => match[1]!)
    expect(named.filter(name => !(name in scripts))).toEqual([])
    expect(scripts.test).toBeDefined()
  })

  it('tells a story whose every command works', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'promptpost-readme-'))
    try {
      for (const name of ['examples', 'node_modules', 'package.json'])
        symlinkSync(join(REPOSITORY, name), join(folder, name))
      const program = blocks.find(block => block.language === 'ts')!.text
      writeFileSync(join(folder, 'story.mts'), program)
      const port = await freePort()
      const shell = blocks
        .filter(block => block.language === 'sh')
        .map(block => block.text.replaceAll('8080', `${port}`))
      const ready = `for i in $(seq 100); do curl -sf http://127.0.0.1:${port}/health > /dev/null && break; sleep 0.2; done\n`
      const typescript = 'PROMPTPOST_TOKEN=$(cat client.token) tsx story.mts\n'
      const [start, ...rest] = shell
      const { code, output } = await runScript(
        [start, ready, ...rest, typescript, 'kill %1; wait'].join('\n'),
        folder,
      )
      expect(code === 0 ? '' : output).toBe('')
      expect(output).toContain('scores')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }, 900_000)
})
