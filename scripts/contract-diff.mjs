/**
 * `npm run contract:diff`: what has changed in openapi.yaml since the last tag, and what that means for the version. Exit code 1
 * on a change that breaks clients, 0 when there is no tag to compare with.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const git = (...args) => spawnSync('git', args, { encoding: 'utf8', maxBuffer: 64 << 20 })

const tag = git('describe', '--tags', '--abbrev=0').stdout.trim()
const before = tag && git('show', `${tag}:openapi.yaml`)
if (!tag) process.stderr.write('There is no tag yet: nothing to compare openapi.yaml with.\n')
else if (before.status !== 0) {
  process.stderr.write(`The tag ${tag} has no openapi.yaml: nothing to compare with.\n`)
} else {
  const folder = mkdtempSync(join(tmpdir(), 'promptpost-contract-'))
  try {
    const base = join(folder, 'openapi.yaml')
    writeFileSync(base, before.stdout)
    process.stderr.write(`openapi.yaml since ${tag}:\n`)
    const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json')
    const program = join(dirname(manifest), createRequire(manifest)(manifest).bin.redocly)
    const { status } = spawnSync(
      process.execPath,
      [program, 'diff', base, 'openapi.yaml', '--fail-on', 'major'],
      {
        stdio: 'inherit',
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      },
    )
    process.exitCode = status ?? 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
