/**
 * Every view against axe-core's rules (WCAG 2.2 A and AA, and its good practices), in both colour schemes and narrow; and what
 * no rule sees: that the keyboard goes in the order of the page, and what is read aloud.
 * @module
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, openPage } from './browser.js'
import { placesOf } from './furnish.js'
import { useHouse } from './furnished.js'
import { goTo, visit } from './visit.js'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Each broken rule with the places that break it. What axe could not decide counts: contrast is to be computable. Of the figures
 * beside a curve axe cannot compute it; the test of the style does.
 */
const findings = async (page: Page): Promise<string[]> => {
  await page.evaluate(AXE)
  const { violations, incomplete, passes } = await page.evaluate<AxeResults>(
    `axe.run({ exclude: ['svg text'] })`,
  )
  // A run that looked at nothing finds nothing.
  expect(passes.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['color-contrast', 'document-title', 'page-has-heading-one']),
  )
  return [...violations, ...incomplete].flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary?.split('\n').slice(1)}`),
  )
}

/** Resolves when the page has not changed for a while: a view's parts come one by one. */
const QUIET = `new Promise(resolve => {
  let timer
  const observer = new MutationObserver(() => wait())
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(() => (observer.disconnect(), resolve()), 300)
  }
  observer.observe(document.body, { subtree: true, childList: true })
  wait()
})`

const LOOKS = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['narrow', { viewport: { width: 360, height: 640 } }],
] as const

describe.skipIf(!CHROMIUM)('the dashboard', { timeout: 180_000 }, () => {
  const house = useHouse()

  /** Shows a view, with its data. */
  const show = async (page: Page, place: string): Promise<void> => {
    await goTo(page, place)
    await page.locator('main table, main dl, main .empty').first().waitFor()
    if (place !== 'predictions') return
    await page.getByLabel('Text').fill('a flowering shrub')
    await page.getByRole('button', { name: 'Classify' }).click()
    await page.getByRole('table', { name: 'Probability of each class' }).waitFor()
  }

  it.each(LOOKS)('breaks no rule of axe in any view, %s', async (_, options) => {
    const login = await openPage(house.browser, { baseURL: house.service.url, ...options })
    await login.page.goto('/dashboard')
    await login.page.getByLabel('Token').fill('pp_wrong')
    await login.page.getByRole('button', { name: 'Log in' }).click()
    await login.page.getByRole('alert').waitFor()
    expect(await findings(login.page)).toEqual([])
    await login.close()
    await visit(house.browser, house.service, house.service.tokens.client, options, async ({ page }) => {
      for (const place of placesOf(house.made)) {
        await show(page, place)
        expect([place, await findings(page)]).toEqual([place, []])
      }
    })
    await visit(house.browser, house.service, house.service.tokens.provider, options, async ({ page }) => {
      for (const place of ['predictions', `students/${house.made.student}`, 'nonsense']) {
        await goTo(page, place)
        await page.locator('main table, main .empty, main p').first().waitFor()
        expect([place, await findings(page)]).toEqual([place, []])
      }
    })
  })

  it('has a heading for each part, no level left out, and names every table, its columns and its rows', async () => {
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page }) => {
      for (const place of placesOf(house.made)) {
        await show(page, place)
        const levels = await page.evaluate<number[]>(
          `[...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map(heading => Number(heading.tagName[1]))`,
        )
        const skips = levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)
        expect([place, levels[0], levels.filter(level => level === 1).length, skips]).toEqual([
          place,
          1,
          1,
          [],
        ])
        const unnamed = await page.evaluate<number>(
          `[...document.querySelectorAll('table')].filter(table => !table.caption?.textContent.trim() ||
            [...table.tHead.rows[0].cells].some(cell => cell.scope !== 'col' || !cell.textContent.trim()) ||
            [...table.tBodies[0].rows].some(row => row.cells[0].scope !== 'row')).length`,
        )
        expect([place, unnamed]).toEqual([place, 0])
      }
    })
  })

  it('takes the keyboard through each view in the order in which it is read, to all that can be used', async () => {
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page }) => {
      for (const place of placesOf(house.made)) {
        await show(page, place)
        await page.evaluate(QUIET)
        const usable = await page.evaluate<number>(
          `window.usable = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
            .filter(element => element.checkVisibility()), usable.length`,
        )
        await page.evaluate(`document.querySelector('h1').focus()`)
        const first = await page.evaluate<number>(
          `usable.findIndex(element => document.querySelector('h1').compareDocumentPosition(element) & 4)`,
        )
        const reached: number[] = []
        for (let at = first; at >= 0 && at < usable; at++) {
          await page.keyboard.press('Tab')
          reached.push(await page.evaluate<number>('usable.indexOf(document.activeElement)'))
        }
        const wanted = first < 0 ? [] : Array.from({ length: usable - first }, (_, i) => first + i)
        expect([place, reached]).toEqual([place, wanted])
      }
    })
  })

  it('reads aloud how far a job is, and what a text was classified as', async () => {
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page }) => {
      await show(page, 'predictions')
      const label = await page.locator('.claim').innerText()
      expect(await page.locator('[aria-live=polite]').allInnerTexts()).toEqual(
        expect.arrayContaining([expect.stringContaining(label)]),
      )
      const { job } = await house.service.client.transfers.get(house.made.transfer)
      await goTo(page, `jobs/${job}`)
      await page.locator('.badge').waitFor()
      expect(await page.locator('[aria-live=polite]').allInnerTexts()).toContain('succeeded')
    })
  })
})
