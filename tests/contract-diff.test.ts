/**
 * `npm run contract:diff` in a repository of its own: it says when there is nothing to compare with, and fails on what breaks clients.
 * @module
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { REPOSITORY } from './support/service.js'

const folder = mkdtempSync(join(tmpdir(), 'promptpost-contract-'))
const contract = readFileSync(join(REPOSITORY, 'openapi.yaml'), 'utf8')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: folder })
const write = (text: string) => writeFileSync(join(folder, 'openapi.yaml'), text)
const diff = (text: string) => {
  write(text)
  const program = join(REPOSITORY, 'scripts/contract-diff.mjs')
  return spawnSync(process.execPath, [program], { cwd: folder, encoding: 'utf8' })
}

beforeAll(() => {
  git('init', '-q')
  write(contract)
  git('add', '.')
  git('commit', '-qm', 'one')
})

it('says that there is no tag', () => {
  const { status, stderr } = diff(contract)
  expect([status, stderr]).toEqual([0, expect.stringContaining('no tag')])
})

it('passes what only adds, and fails on what breaks', { timeout: 120_000 }, () => {
  git('tag', 'v0.1.0')
  expect(diff(contract).status).toBe(0)
  const added = contract.replace(
    '        model_type: { type: string }\n',
    '$&        note: { type: string }\n',
  )
  expect(added).not.toBe(contract)
  expect(diff(added).status).toBe(0)
  const broken = contract.replace(
    'operationId: getHealth',
    'operationId: getHealth\n      parameters: [{ name: why, in: query, required: true, schema: { type: string } }]',
  )
  expect(broken).not.toBe(contract)
  const { status, stdout } = diff(broken)
  expect([status, stdout]).toEqual([1, expect.stringContaining('/health')])
})
