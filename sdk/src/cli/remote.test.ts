/**
 * The remote commands against a real service, started by `promptpost serve`; its jobs count instead of computing.
 * @module
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestFile } from '@promptpost/base'
import { describe, expect, it } from 'vitest'
import { newFolder, runCli, STUDENT, startCli } from './cli.test.support.js'
import { tellStory } from './service.test.support.js'

const story = tellStory()
const { as, json, made, tokens } = story

describe('--json', () => {
  it.each([
    ['models', 'model', ['id', 'name', 'config', 'files', 'sha256', 'created_at']],
    ['datasets', 'public', ['id', 'name', 'purpose', 'count', 'created_at']],
    ['students', 'student', ['id', 'model', 'layers', 'status', 'files', 'created_at']],
    ['prompts', 'prompt', ['id', 'student', 'virtual_tokens', 'task', 'files', 'created_at']],
    ['transfers', 'transfer', ['id', 'prompt', 'model', 'status', 'job', 'created_at']],
  ] as const)('%s list and show have the shapes of the contract', async (group, name, keys) => {
    const page = await json('client', group, 'list')
    expect(Object.keys(page).sort()).toEqual(['data', 'next_cursor'])
    const one = await json('client', group, 'show', made[name])
    expect(Object.keys(one)).toEqual(expect.arrayContaining([...keys]))
    expect(page.data.map(({ id }) => id)).toContain(one.id)
  })

  it('of predict has labels and one result per text', async () => {
    const args = ['predict', '--transfer', made.transfer, '--text', 'one', '--text', 'four']
    const result = await json('client', ...args)
    expect(result.labels).toEqual(['0', '1'])
    expect(result.results.map(({ label }) => label)).toEqual(['1', '0'])
    expect(result.predictions).toEqual([expect.stringMatching(/^prd_/)])
    const task = ['--template', '{text} It was', '--verbalizer', '{"n": "bad", "p": "good"}']
    const zeroShot = await json('client', 'predict', '--model', made.model, ...task, '--file', 'private.tsv')
    expect(zeroShot.labels).toEqual(['n', 'p'])
    expect(zeroShot.results).toHaveLength(24)
  })

  it('of predict --local-first says who answered each text, and how many stayed', async () => {
    const texts = ['one', 'four', 'three'].flatMap(text => ['--text', text])
    const student = ['--local-first', STUDENT, '--local-prompt', 'prompt']
    const args = ['predict', '--transfer', made.transfer, ...texts, ...student, '--send-at-most', '0.4']
    const result = await json('client', ...args)
    expect(result).toMatchObject({ texts: 3, atHome: 2, sent: 1, labels: ['0', '1'] })
    const by = result.results.map(({ answeredBy }) => answeredBy)
    expect([...by].sort()).toEqual(['model', 'student', 'student'])
    // The service's handler counts letters.
    expect(result.results[by.indexOf('model')]!.label).toBe(by[1] === 'model' ? '0' : '1')
    expect(result.predictions).toEqual([expect.stringMatching(/^prd_/)])
    const { stdout } = await as('client', args)
    expect(stdout).toMatch(/^TEXT +LABEL +PROBABILITY +BY\n1 /)
    expect(stdout).toMatch(/\nanswered at home: 2 of 3 texts \(66\.7 %\); sent: 1\n$/)
    expect(await json('client', ...args, '--dry-run')).toEqual({ texts: 3, atHome: 2, sent: 1 })
    const planned = await runCli([...args, '--dry-run'], { cwd: story.home })
    expect([planned.code, planned.stdout]).toEqual([
      0,
      'would be answered at home: 2 of 3 texts (66.7 %); would be sent: 1\n',
    ])
    expect(planned.stderr).toContain('nothing was sent')
  })

  it('of job events is one object a line', async () => {
    const { job } = await json('client', 'transfers', 'show', made.transfer)
    const { stdout } = await as('client', ['jobs', 'events', job, '--json'])
    const events = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1))
    expect(events.at(-1).type).toBe('succeeded')
    expect((await json('client', 'jobs', 'wait', job)).status).toBe('succeeded')
  })
})

describe('for people', () => {
  it('lists are tables and one thing is fields', async () => {
    const list = await as('client', ['students', 'list'])
    expect(list.stdout).toMatch(/^ID +MODEL +LAYERS +STATUS +CREATED\nstu/)
    const one = await as('client', ['models', 'show', made.model])
    expect(one.stdout).toMatch(/^name: +reviews-gpt2$/m)
  })

  it('waiting shows the progress of the job, with its loss', async () => {
    const { job } = await json('client', 'transfers', 'show', made.transfer)
    const { stderr } = await as('client', ['jobs', 'wait', job])
    expect(stderr).toMatch(/^counting {2}33 % {2}loss 1\.000$/m)
    expect(stderr).toMatch(/^counting {2}100 % {2}loss 0\.3333$/m)
  })

  it('a page that is not the last names the command for the next', async () => {
    const { stderr } = await as('client', ['datasets', 'list', '--limit', '1'])
    const more = /more with: promptpost (datasets list --cursor \S+)/.exec(stderr)?.[1] as string
    expect((await as('client', more.split(' '))).code).toBe(0)
  })
})

describe('files', () => {
  it('come down whole, and a second download changes nothing', async () => {
    const folder = await newFolder()
    const target = join(folder, 'student')
    const first = await json('client', 'students', 'download', made.student, target)
    expect(first.files.map(({ name }) => name).sort()).toEqual((await readdir(target)).sort())
    expect((await as('client', ['students', 'download', made.student, target])).code).toBe(0)
    await json('client', 'prompts', 'download', made.prompt, join(folder, 'prompt'))
    const name = 'adapter_model.safetensors'
    expect(await readFile(join(folder, 'prompt', name))).toEqual(
      await readFile(join(story.home, 'prompt', name)),
    )
  })

  it('of a transfer come down once it has succeeded', async () => {
    const folder = await newFolder()
    const { files } = await json('client', 'transfers', 'show', made.transfer)
    expect(files.length).toBeGreaterThan(0)
    const target = join(folder, 'transferred')
    expect((await json('client', 'transfers', 'download', made.transfer, target)).files).toEqual(files)
    for (const { name, sha256 } of files)
      expect((await digestFile(join(target, name))).sha256, name).toBe(sha256)
    const { prompt, public: dataset } = made
    const args = ['transfers', 'create', '--prompt', prompt, '--dataset', dataset, '--seed', '666']
    const { id, job } = await json('client', ...args)
    await as('client', ['jobs', 'wait', job])
    const none = await as('client', ['transfers', 'download', id, join(folder, 'none')])
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('the transfer is failed')])
    expect(await readdir(folder)).toEqual(['transferred'])
  })

  it('that something needs are not deleted', async () => {
    const dataset = await as('provider', ['datasets', 'delete', made.public, '--yes'])
    expect([dataset.code, dataset.stderr]).toEqual([1, expect.stringContaining('It is needed by')])
    const { data } = await json('client', 'predictions', 'list')
    for (const { id } of data) await json('client', 'predictions', 'delete', id, '--yes')
    expect((await json('client', 'predictions', 'list')).data).toEqual([])
  })

  it('of a deleted prompt are gone', async () => {
    const { id } = await json('client', 'prompts', 'upload', 'prompt', '--student', made.student)
    expect(await json('client', 'prompts', 'delete', id, '--yes')).toEqual({ id, deleted: true })
    const gone = await as('client', ['prompts', 'show', id])
    const unsure = await as('client', ['prompts', 'delete', made.prompt])
    expect([unsure.code, unsure.stderr]).toEqual([2, expect.stringContaining('--yes')])
    expect((await json('client', 'prompts', 'show', made.prompt)).id).toBe(made.prompt)
    expect([gone.code, gone.stderr]).toEqual([4, expect.stringContaining('promptpost prompts list')])
  })
})

describe('texts', () => {
  it('are looked at before they are kept, and shown after', async () => {
    const create = [
      'datasets',
      'create',
      'texts.txt',
      '--name',
      'x',
      '--purpose',
      'public',
      '--validate-only',
    ]
    expect(await json('client', ...create)).toMatchObject({ valid: true, count: 2, problems: [] })
    const folder = await newFolder()
    await writeFile(join(folder, 'long.txt'), `fine\n${'x'.repeat(100_001)}\n`)
    const args = create.map(word => (word === 'texts.txt' ? join(folder, 'long.txt') : word))
    const refused = await as('client', args)
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('would refuse it')])
    expect(refused.stdout).toContain('Line 2 has more than 100000 characters.')
    const shown = await as('client', ['datasets', 'texts', made.public, '--limit', '1'])
    expect([shown.stdout, shown.stderr]).toEqual(['One text.\n', expect.stringMatching(/--cursor \d+/)])
  })
})

describe('templates', () => {
  it('are offered with a model from a file', async () => {
    const folder = await newFolder()
    const file = join(folder, 'templates.json')
    const template = { name: 'mood', template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }
    await writeFile(file, JSON.stringify([template]))
    await json('provider', 'models', 'update', made.model, '--templates', file)
    expect((await as('client', ['models', 'show', made.model])).stdout).toContain(JSON.stringify([template]))
    const again = await json('provider', 'models', 'register', 'reviews-gpt2', '--templates', file)
    expect(again.id).toBe(made.model)
    await writeFile(file, '{}')
    const wrong = await as('provider', ['models', 'update', made.model, '--templates', file])
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('is not a JSON array')])
  })
})

describe('--dry-run', () => {
  it.each([
    [
      ['datasets', 'create', 'texts.txt', '--name', 'dry', '--purpose', 'public'],
      /^POST \S+\/v1\/datasets\?/,
    ],
    [['prompts', 'upload', 'prompt', '--student', 'STUDENT'], /^POST \S+\/v1\/prompts\na body of \d+ bytes/],
    [['prompts', 'delete', 'PROMPT'], /^DELETE \S+\/v1\/prompts\/pmt_\w+\nno body\n/],
    [['transfers', 'create', '--prompt', 'PROMPT', '--dataset', 'x', '--wait'], /^POST \S+\/v1\/transfers\n/],
    [['predict', '--transfer', 'x', '--text', 'a secret'], /^POST \S+\/v1\/predictions\na body/],
  ])('of %j shows the request and sends nothing', async (args, says) => {
    const filled = args.map(word => word.replace('STUDENT', made.student).replace('PROMPT', made.prompt))
    const headers = { authorization: `Bearer ${tokens.client}` }
    const list = async (group: string) => (await fetch(`${story.url}/v1/${group}`, { headers })).json()
    const lists = () => Promise.all(['datasets', 'prompts', 'transfers', 'jobs'].map(list))
    const before = await lists()
    const { code, stdout, stderr } = await as('client', [...filled, '--dry-run'])
    expect([code, stdout]).toEqual([0, expect.stringMatching(says)])
    expect(stdout + stderr).not.toMatch(/secret/)
    const { request } = (await json('client', ...filled, '--dry-run')) as unknown as { request: object }
    expect(Object.keys(request)).toEqual(['method', 'url', 'body'])
    expect(await lists()).toEqual(before)
  })
})

describe('Ctrl-C while waiting', () => {
  it('stops the waiting, not the job, and says how to follow or cancel it', async () => {
    const { prompt, public: dataset } = made
    const args = [
      'transfers',
      'create',
      '--prompt',
      prompt,
      '--dataset',
      dataset,
      '--steps',
      '2000',
      '--wait',
    ]
    const environment = { PROMPTPOST_URL: story.url, PROMPTPOST_TOKEN: tokens.client }
    const running = startCli(args, { cwd: story.home, environment })
    await running.says(/counting/)
    running.child.kill('SIGINT')
    const { code, stderr, stdout } = await running.ended
    expect([code, stdout]).toEqual([130, ''])
    const job = /Follow it with: promptpost jobs wait (\S+); cancel it with/.exec(stderr)?.[1] as string
    expect((await json('client', 'jobs', 'show', job)).status).toBe('running')
    await json('client', 'jobs', 'cancel', job)
    const end = await as('client', ['jobs', 'wait', job, '--json'])
    expect(end.code).toBe(1)
    expect(JSON.parse(end.stdout).error.code).toBe('job-cancelled')
  })
})

describe('webhooks', () => {
  it('are made, shown without their secret, given a new one, and deleted', async () => {
    const endpoint = 'https://example.com/hook'
    const { secret, ...webhook } = await json('client', 'webhooks', 'create', '--endpoint', endpoint)
    expect(secret).toMatch(/^whsec_/)
    expect(webhook).toMatchObject({ url: endpoint, events: ['job.succeeded', 'job.failed', 'job.cancelled'] })
    expect(await json('client', 'webhooks', 'show', webhook.id)).toEqual(webhook)
    expect((await json('client', 'webhooks', 'list')).data).toEqual([webhook])
    const rotated = await json('client', 'webhooks', 'rotate-secret', webhook.id)
    expect(rotated.secret).not.toBe(secret)
    expect((await json('client', 'webhooks', 'deliveries', webhook.id)).data).toEqual([])
    const plain = ['webhooks', 'create', '--endpoint', 'http://example.com', '--events', 'job.failed']
    const refused = await as('client', plain)
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/--endpoint: must be https/)])
    await json('client', 'webhooks', 'delete', webhook.id)
    expect((await as('client', ['webhooks', 'show', webhook.id])).code).toBe(4)
  })
})

describe('usage', () => {
  it('is told by day and in all', async () => {
    // Earlier tests leave jobs behind, and jobs that they deleted count as well.
    const { jobs, failed } = (await json('client', 'usage')).total as {
      jobs: Record<string, number>
      failed: number
    }
    const args = ['transfers', 'create', '--prompt', made.prompt, '--dataset', made.public, '--wait']
    await json('client', ...args)
    await expect
      .poll(async () => (await json('client', 'usage')).total, { timeout: 20_000 })
      .toMatchObject({ jobs: { ...jobs, transfer: (jobs.transfer ?? 0) + 1 }, failed })
    const { stdout } = await as('client', ['usage', '--from', '2026-01-01', '--to', '2026-01-02'])
    expect(stdout).toMatch(/^DAY .*\ntotal +0 /)
    expect((await as('client', ['usage', '--from', 'monday'])).code).toBe(2)
  })
})

describe('--estimate', () => {
  it('tells what a job would take, and starts none', async () => {
    const jobs = (await json('provider', 'jobs', 'list')).data.length
    const { model, texts, prompt, public: dataset, transfer } = made
    const distil = ['--model', model, '--dataset', texts, '--layers', '2', '--steps', '3', '--estimate']
    const student = await json('provider', 'students', 'create', ...distil)
    expect(student).toMatchObject({ kind: 'distil', steps: 3, tokens: 3 * 2048, flops: expect.any(Number) })
    const flopsOf = async (...more: string[]): Promise<number> =>
      (await json('provider', 'students', 'create', ...distil, ...more)).flops
    expect(await flopsOf('--positions', '0.25', '--keep', 'early')).toBeLessThan(student.flops)
    expect(await flopsOf('--proxy-share', '0.5', '--keep', '0,1')).toBeGreaterThan(student.flops)
    const move = ['transfers', 'create', '--prompt', prompt, '--dataset', dataset, '--estimate']
    expect(await json('client', ...move)).toMatchObject({ kind: 'transfer', steps: 1000, texts: 2 })
    const { stdout } = await as('client', ['predict', '--transfer', transfer, '--text', 'one', '--estimate'])
    expect(stdout).toMatch(/^kind: +predict\ntexts: +1\ntokens: +at most \d+\noperations: +at most /)
    expect((await json('provider', 'jobs', 'list')).data).toHaveLength(jobs)
  })
})
