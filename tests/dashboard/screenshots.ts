/**
 * `npm run screenshots`: the pictures of docs/dashboard.md, of a real service with real jobs.
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { REPOSITORY, type Service, startService } from '../support/service.js'
import { CHROMIUM, launchBrowser, openPage } from './browser.js'
import { type Furnished, furnish } from './furnish.js'

const OUT = join(REPOSITORY, 'docs/dashboard')

type Look = { name: string; width: number; height: number; colorScheme: 'light' | 'dark' }

const WIDE: Omit<Look, 'name' | 'colorScheme'> = { width: 1120, height: 720 }
const NARROW: Omit<Look, 'name' | 'colorScheme'> = { width: 360, height: 720 }

const logIn = async (page: Page, token: string): Promise<void> => {
  await page.getByLabel('Token').fill(token)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Jobs' }).waitFor()
}

const take = async (
  browser: Browser,
  service: Service,
  token: string,
  place: string,
  ready: string,
  { name, width, height, colorScheme }: Look,
): Promise<void> => {
  const { page, close } = await openPage(browser, {
    baseURL: service.url,
    viewport: { width, height },
    colorScheme,
    deviceScaleFactor: 1,
  })
  await page.goto('/dashboard')
  if (place === '') await page.getByLabel('Token').waitFor()
  else {
    await logIn(page, token)
    await page.evaluate(`location.hash = '#/${place}'`)
    await page.getByText(ready).first().waitFor()
    await page.waitForTimeout(800)
  }
  await page.screenshot({ path: join(OUT, `${name}.png`) })
  process.stderr.write(`${name}.png\n`)
  await close()
}

const shoot = async (browser: Browser, service: Service, made: Furnished): Promise<void> => {
  const { provider, client } = service.tokens
  const running = await service.provider.students.create({
    model: made.model,
    dataset: made.texts,
    layers: 3,
    steps: 3000,
    settings: { batch_tokens: 512, sequence_length: 64 },
  })
  const of = (token: string, place: string, ready: string, look: Look) =>
    take(browser, service, token, place, ready, look)
  for await (const event of service.provider.jobs.events(running.job!))
    if ((event.metrics?.step ?? 0) > 60) break
  await of(provider, 'jobs', 'step', { name: 'jobs', ...WIDE, colorScheme: 'light' })
  await of(provider, 'jobs', 'step', { name: 'jobs-narrow', ...NARROW, colorScheme: 'dark' })
  await of(provider, `jobs/${running.job}`, 'Loss, distil', {
    name: 'job-dark',
    ...WIDE,
    colorScheme: 'dark',
  })
  await service.provider.jobs.cancel(running.job!)
  await of(client, `prompts/${made.prompt}`, 'Seal checked', {
    name: 'prompt',
    ...WIDE,
    height: 900,
    colorScheme: 'light',
  })
  await of(client, `transfers/${made.transfer}`, 'Effect check', {
    name: 'transfer',
    ...WIDE,
    height: 900,
    colorScheme: 'light',
  })
}

if (!CHROMIUM) process.exit(1)
mkdirSync(OUT, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'promptpost-screenshots-'))
const service = await startService()
const browser = await launchBrowser()
try {
  const made = await furnish(service, folder, { distil: 60, tune: 6, transfer: 40, texts: 100 })
  await shoot(browser, service, made)
} finally {
  await browser.close()
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
}
