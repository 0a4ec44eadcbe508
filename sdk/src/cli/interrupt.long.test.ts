/**
 * Ctrl-C in commands that take long, beside those whose own tests look at it (tune, jobs wait, run).
 * @module
 */
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import {
  newFolder,
  PRIVATE_TEXT,
  runCli,
  STUDENT,
  startCli,
  TEMPLATE,
  tuneArgs,
  VERBALIZER,
  writeData,
} from './cli.test.support.js'

const manyTexts = async (): Promise<string> => {
  const folder = await newFolder()
  const text = `${PRIVATE_TEXT} is a long and winding film `.repeat(40)
  const rows = Array.from({ length: 3000 }, (_, i) => `${text}${i}\t${i % 2}`)
  await writeFile(join(folder, 'many.tsv'), `text\tlabel\n${rows.join('\n')}\n`)
  return folder
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)

const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}`)

describe('Ctrl-C', { timeout: 180_000 }, () => {
  it.each([[['predict-local', '--file', 'many.tsv']], [['evaluate-local', '--data', 'many.tsv']]])(
    'stops %j in good order, with exit code 130 and no result',
    async args => {
      const folder = await manyTexts()
      const model = ['--model', STUDENT, '--template', TEMPLATE, '--verbalizer', VERBALIZER]
      const running = startCli([...args, ...model], { cwd: folder })
      await running.says(/ {2}\d+ %/)
      running.child.kill('SIGINT')
      const { code, stdout, stderr } = await running.ended
      expect([code, stdout]).toEqual([130, ''])
      expect(stderr).toContain('stopping; Ctrl-C again quits at once')
      expect(stderr).not.toContain(PRIVATE_TEXT)
      expect(await readdir(folder)).toEqual(['many.tsv'])
    },
  )

  it.each([
    [['predict-local', '--model', STUDENT, '--file', 'many.tsv']],
    [['evaluate-local', '--model', STUDENT, '--data', 'many.tsv']],
    [['effect-check', '--model', STUDENT, '--prompt', 'prompt', '--file', 'many.tsv']],
    [['audit', 'lira', '--student', STUDENT, '--data', 'many.tsv', '--out', 'findings', '--steps', '300']],
    [
      [
        'tune',
        '--student',
        STUDENT,
        '--data',
        'many.tsv',
        '--out',
        'other',
        '--dry-run',
        '--batch-size',
        '64',
      ],
    ],
  ])('twice ends %j at once, and the process that computes for it', async ([...args]) => {
    const folder = await manyTexts()
    if (args.includes('prompt')) await runCli(tuneArgs(await writeData(folder), 'prompt'), { cwd: folder })
    else args.push('--template', TEMPLATE, '--verbalizer', VERBALIZER)
    const running = startCli(args, { cwd: folder })
    await running.says(args.includes('--dry-run') ? /measuring the pace/ : / {2}\d+ %/)
    let children: number[] = []
    while (children.length === 0) {
      await sleep(20)
      children = childrenOf(running.child.pid!)
    }
    for (const _ of [1, 2]) running.child.kill('SIGINT')
    const { code, stdout } = await running.ended
    expect([code, stdout]).toEqual([130, ''])
    for (const deadline = Date.now() + 30_000; children.some(isRunning) && Date.now() < deadline; )
      await sleep(50)
    expect(children.filter(isRunning)).toEqual([])
    if (args.includes('--dry-run')) expect(await readdir(folder)).toEqual(['many.tsv'])
  })

  it('stops an audit after its step, and the same command goes on from what is finished', async () => {
    const folder = await newFolder()
    const data = await writeData(folder)
    const [, ...flags] = tuneArgs(data, 'findings', '--steps', '30')
    const args = ['audit', 'lira', ...flags, '--shadows', '6']
    const running = startCli(args, { cwd: folder })
    await running.says(/ {2}\d+ %/)
    running.child.kill('SIGINT')
    const { code, stdout, stderr } = await running.ended
    expect([code, stdout]).toEqual([130, ''])
    expect(stderr).toMatch(
      /stopped; what is finished is kept in findings\nGo on with: promptpost audit lira /,
    )
    const done = await startCli(args, { cwd: folder }).ended
    expect([0, 6]).toContain(done.code)
    expect(done.stdout).toContain('The report is in findings')
  })

  it('stops a download, keeps what has come, and names the command that goes on', async () => {
    const folder = await newFolder()
    const half = Buffer.alloc(500_000, 1)
    const student = {
      id: 'stu_1',
      license: 'as its teacher',
      status: 'succeeded',
      files: [{ name: 'model.safetensors', size: 2 * half.length, sha256: 'a'.repeat(64) }],
    }
    const server = createServer((request, response) => {
      if (request.url?.includes('/files/')) {
        // The other half never comes.
        response.writeHead(200, { 'content-length': 2 * half.length }).write(half)
      } else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(student))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const environment = {
      PROMPTPOST_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      PROMPTPOST_TOKEN: 'pp_x',
    }
    const running = startCli(['students', 'download', 'stu_1', 'student'], { cwd: folder, environment })
    await running.says(/download {2}\d+ %/)
    running.child.kill('SIGINT')
    const { code, stderr } = await running.ended
    server.closeAllConnections()
    server.close()
    expect(code).toBe(130)
    expect(stderr).toMatch(
      /stopping the download[\s\S]*Continue it with: promptpost students download stu_1 student/,
    )
    const [part] = await readdir(join(folder, 'student'))
    expect(part).toMatch(/^\.model\.safetensors\..*\.part$/)
    expect((await readFile(join(folder, 'student', part!))).length).toBeGreaterThan(0)
  })
})
