/**
 * `npm run screenshots`: the pictures of docs/dashboard.md, of a real service with real jobs; with a folder, also every view in
 * every look, whole, to be looked at, into that folder.
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { REPOSITORY, type Service, startService } from '../support/service.js'
import { CHROMIUM, launchBrowser, openPage } from './browser.js'
import { type Furnished, furnish, placesOf } from './furnish.js'

const OUT = join(REPOSITORY, 'docs/dashboard')
const EVERY = process.argv[2]

type Scheme = 'light' | 'dark'
type Size = { width: number; height: number }

const WIDE: Size = { width: 1120, height: 720 }
const TALL: Size = { width: 1120, height: 900 }
const NARROW: Size = { width: 360, height: 720 }

const logIn = async (page: Page, token: string): Promise<void> => {
  await page.goto('/dashboard')
  await page.getByLabel('Token').fill(token)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Jobs' }).waitFor()
}

/** What a view shows once somebody has used it. */
const use = async (page: Page, place: string): Promise<void> => {
  if (place !== 'predictions') return
  await page.getByLabel('Text').fill('A low evergreen shrub of the Andes with small white flowers.')
  await page.getByRole('button', { name: 'Classify' }).click()
  await page.getByRole('table', { name: 'Probability of each class' }).waitFor()
}

type Shot = { file: string; token: string; place: string; size: Size; scheme: Scheme; isWhole?: boolean }

const take = async (browser: Browser, service: Service, shot: Shot): Promise<void> => {
  const { page, close } = await openPage(browser, {
    baseURL: service.url,
    viewport: shot.size,
    colorScheme: shot.scheme,
    deviceScaleFactor: 1,
  })
  if (shot.token === '') await page.goto('/dashboard')
  else {
    await logIn(page, shot.token)
    await page.evaluate(`location.hash = '#/${shot.place}'`)
    await page.locator('main table, main dl, main .empty').first().waitFor()
    await use(page, shot.place)
  }
  // Curves and bars take their width, and a running job its first events.
  await page.waitForTimeout(800)
  await page.screenshot({ path: shot.file, fullPage: shot.isWhole ?? false })
  process.stderr.write(`${shot.file}\n`)
  await close()
}

const takeEvery = async (browser: Browser, service: Service, shots: [string, string][]): Promise<void> => {
  const looks: [string, Size, Scheme][] = [
    ['light', WIDE, 'light'],
    ['dark', WIDE, 'dark'],
    ['narrow', NARROW, 'light'],
  ]
  mkdirSync(EVERY!, { recursive: true })
  for (const [token, place] of shots)
    for (const [look, size, scheme] of looks) {
      const name = place.replace(/\/.*/, '-one') || 'login'
      const file = join(EVERY!, `${name}-${look}.png`)
      await take(browser, service, { file, token, place, size, scheme, isWhole: true })
    }
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
  const of = (name: string, token: string, place: string, size: Size, scheme: Scheme) =>
    take(browser, service, { file: join(OUT, `${name}.png`), token, place, size, scheme })
  for await (const event of service.provider.jobs.events(running.job!))
    if ((event.metrics?.step ?? 0) > 60) break
  await of('jobs', provider, 'jobs', WIDE, 'light')
  await of('jobs-narrow', provider, 'jobs', NARROW, 'dark')
  await of('job-dark', provider, `jobs/${running.job}`, WIDE, 'dark')
  if (EVERY) await takeEvery(browser, service, [[provider, `jobs/${running.job}`]])
  await service.provider.jobs.cancel(running.job!)
  await of('model', client, `models/${made.model}`, TALL, 'light')
  await of('prompt', client, `prompts/${made.prompt}`, TALL, 'light')
  await of('transfer', client, `transfers/${made.transfer}`, TALL, 'light')
  await of('predictions', client, 'predictions', TALL, 'light')
  await of('usage', client, 'usage', TALL, 'dark')
  if (!EVERY) return
  const places = placesOf(made).map((place): [string, string] => [
    /^(jobs|students|datasets)/.test(place) ? provider : client,
    place,
  ])
  await takeEvery(browser, service, [['', ''], ...places])
}

if (!CHROMIUM) process.exit(1)
mkdirSync(OUT, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'promptpost-screenshots-'))
const service = await startService({ PROMPTPOST_PRICE_PER_HOUR: '3', PROMPTPOST_CURRENCY: 'EUR' })
const browser = await launchBrowser()
try {
  const made = await furnish(service, folder, { distil: 60, tune: 6, transfer: 40, texts: 100 })
  await shoot(browser, service, made)
} finally {
  await browser.close()
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
}
