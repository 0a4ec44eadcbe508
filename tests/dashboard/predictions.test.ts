/**
 * Classifying on the dashboard: what is typed goes to the service in one body and is nowhere else, neither in the browser nor
 * where the service keeps things.
 * @module
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Request } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM } from './browser.js'
import { CLASSES } from './furnish.js'
import { useHouse } from './furnished.js'
import { goTo, visit } from './visit.js'

/** A word that is nowhere else. */
const MARK = 'zyxomatical'
const TEXT = `A ${MARK} flowering shrub of the Andes, used in gardens.`

const environment: NodeJS.ProcessEnv = {}

describe.skipIf(!CHROMIUM)('predictions', { timeout: 180_000 }, () => {
  const house = useHouse(environment)

  const classify = async (page: Page): Promise<void> => {
    await page.getByLabel('Text').fill(TEXT)
    await page.getByRole('button', { name: 'Classify' }).click()
  }
  const shown = (page: Page) => page.getByRole('table', { name: 'Probability of each class' })

  /** Files of the service that hold the mark. */
  const kept = (): string[] =>
    readdirSync(house.service.data, { recursive: true, encoding: 'utf8' }).filter(name => {
      const file = join(house.service.data, name)
      return statSync(file).isFile() && readFileSync(file).includes(MARK)
    })

  it.each(['predictions', 'transfers'])('answer a typed text at once, on %s', async view => {
    const { labels, results } = await house.service.client.predictions.classify({
      transfer: house.made.transfer,
      texts: [TEXT],
    })
    const { label, scores } = results[0]!
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page }) => {
      await goTo(page, view === 'transfers' ? `transfers/${house.made.transfer}` : view)
      await classify(page)
      await shown(page).waitFor()
      expect(await page.locator('.claim').innerText()).toBe(`${label} is the most probable class`)
      const rows = (await shown(page).getByRole('row').allInnerTexts()).slice(1)
      expect(rows.map(row => row.split('\t')[0]).sort()).toEqual([...CLASSES].sort())
      for (const row of rows) {
        const [name, share] = row.split('\t')
        const score = scores[labels.indexOf(name!)]!
        expect(Math.abs(Number.parseInt(share!, 10) - 100 * score)).toBeLessThan(1)
      }
      const shares = rows.map(row => Number.parseInt(row.split('\t')[1]!, 10))
      expect(shares).toEqual([...shares].sort((a, b) => b - a))
    })
  })

  it('send what is typed in one body, to the house.service, and leave it nowhere', async () => {
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page, requests }) => {
      const bodies: Request[] = []
      page.on('request', request => {
        if (request.postData()?.includes(MARK)) bodies.push(request)
      })
      await goTo(page, 'predictions')
      await classify(page)
      await shown(page).waitFor()
      expect(bodies.map(request => `${request.method()} ${request.url()}`)).toEqual([
        `POST ${house.service.url}/v1/predictions`,
      ])
      expect(requests.filter(request => request.includes(MARK))).toEqual([])
      const places = `[location.href, document.title, document.cookie, history.state, {...localStorage}, {...sessionStorage}]`
      expect(await page.evaluate(`JSON.stringify(${places})`)).not.toContain(MARK)
      expect(await page.evaluate('indexedDB.databases()')).toEqual([])
      expect(await page.evaluate('caches.keys()')).toEqual([])
      expect(house.service.log()).not.toContain(MARK)
      expect(kept()).toEqual([])

      await page.getByRole('link', { name: 'Jobs' }).click()
      await page.getByRole('heading', { name: 'Jobs' }).waitFor()
      await page.goBack()
      expect(await page.getByLabel('Text').inputValue()).toBe('')
      await classify(page)
      await shown(page).waitFor()
      await page.reload()
      expect(await page.getByLabel('Text').inputValue()).toBe('')
    })
    const jobs = await house.service.client.jobs.list({ kind: 'predict' }).all()
    expect(jobs).toHaveLength(1)
  })

  it('that were jobs are listed, and show each answer and no text', async () => {
    const { results, count } = await house.service.client.predictions.get(house.made.prediction)
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page }) => {
      await goTo(page, 'predictions')
      await page.locator(`a[href="#/predictions/${house.made.prediction}"]`).click()
      const answers = page.getByRole('table', { name: /^Answer for each text/ })
      await answers.waitFor()
      await page.getByRole('button', { name: `Show all ${count}` }).click()
      const rows = (await answers.getByRole('row').allInnerTexts()).slice(1)
      expect(rows.map(row => row.split('\t').slice(0, 2))).toEqual(
        results!.map(({ label }, i) => [String(i + 1), label]),
      )
      const classes = (await page.getByRole('table').first().getByRole('row').allInnerTexts()).slice(1)
      expect(classes.map(row => Number(row.split('\t')[1]))).toEqual(
        CLASSES.map(name => results!.filter(({ label }) => label === name).length),
      )
    })
  })

  it('tell what to do where there are none, and where the service answers none at once', async () => {
    await visit(house.browser, house.service, house.service.tokens.provider, {}, async ({ page }) => {
      await goTo(page, 'predictions')
      await page.getByText('No prompt has been transferred yet').waitFor()
      await page.getByText('None yet.').waitFor()
      expect(await page.getByLabel('Text').count()).toBe(0)
    })
    environment.PROMPTPOST_PREDICTOR = 'off'
    await house.service.leave()
    await house.service.comeBack()
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page }) => {
      await goTo(page, 'predictions')
      await classify(page)
      const alert = await page.getByRole('alert').innerText()
      expect(alert).toContain('not-offered')
      expect(alert).toContain('promptpost predict --transfer')
      expect(await page.getByLabel('Text').inputValue()).toBe(TEXT)
    })
  })
})
