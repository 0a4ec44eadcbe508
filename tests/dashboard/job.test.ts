/**
 * A running job on the dashboard, in a real browser over a real service: live to the end, cancelled, through an outage.
 * @module
 */
import { createToken, openDirectoryStore } from '@promptpost/base/store'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Service, startService } from '../support/service.js'
import { CHROMIUM, launchBrowser } from './browser.js'
import { furnishProvider } from './furnish.js'
import { goTo, visit } from './visit.js'

describe.skipIf(!CHROMIUM)('a running job', { timeout: 300_000 }, () => {
  let service: Service
  let browser: Browser
  let made: Awaited<ReturnType<typeof furnishProvider>>

  beforeAll(async () => {
    service = await startService()
    browser = await launchBrowser()
    made = await furnishProvider(service, 2)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await service?.stop()
  }, 60_000)

  /** @returns the job */
  const distil = async (steps: number): Promise<string> => {
    const student = await service.provider.students.create({
      model: made.model,
      dataset: made.texts,
      layers: 2,
      steps,
      settings: { batch_tokens: 128, sequence_length: 32 },
    })
    return student.job!
  }
  const state = (page: Page, name: string) =>
    page.locator('.badge', { hasText: name }).waitFor({ timeout: 200_000 })
  const progress = (page: Page): Promise<number> =>
    page.evaluate(`Number(document.querySelector('main progress')?.value ?? -1)`)

  it('shows its progress and its loss as they come, over one stream', async () => {
    const job = await distil(60)
    await visit(browser, service, service.tokens.provider, {}, async ({ page, requests }) => {
      await page.getByText('Distil a student').first().waitFor()
      await page.locator(`a[href="#/jobs/${job}"]`).click()
      await state(page, 'running')
      const seen = new Set<number>()
      await expect
        .poll(
          async () => {
            const share = await progress(page)
            if (share > 0) seen.add(share)
            return seen.size > 1 || (await page.locator('.badge.succeeded').count()) > 0
          },
          { timeout: 200_000, interval: 50 },
        )
        .toBe(true)
      expect(seen.size).toBeGreaterThan(0)
      await page.getByRole('img', { name: /^Loss, distil: from .* steps/ }).waitFor()
      await state(page, 'succeeded')
      const points = await page.locator('svg .raw').getAttribute('points')
      expect(points!.split(' ').length).toBeGreaterThan(1)
      expect(await page.getByRole('listitem').allInnerTexts()).toEqual([
        expect.stringMatching(/queued$/),
        expect.stringMatching(/started$/),
        expect.stringMatching(/succeeded$/),
      ])
      expect(requests.filter(request => request.includes('/events'))).toHaveLength(1)
    })
  })

  it('is cancelled from the keyboard, after a question', async () => {
    const job = await distil(100_000)
    await visit(browser, service, service.tokens.provider, {}, async ({ page }) => {
      await goTo(page, `jobs/${job}`)
      await state(page, 'running')
      const cancel = page.getByRole('button', { name: 'Cancel job' }).first()
      await cancel.focus()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog', { name: 'Cancel this job?' }).waitFor()
      expect(await page.evaluate(`document.activeElement.textContent`)).toBe('Keep it')
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      expect((await service.provider.jobs.get(job)).cancel_requested).toBe(false)

      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await state(page, 'cancelled')
      expect((await service.provider.jobs.get(job)).status).toBe('cancelled')
      await page.getByText('cancel requested').waitFor()
    })
  })

  it('is followed again when the service comes back', async () => {
    const job = await distil(100_000)
    await visit(browser, service, service.tokens.provider, {}, async ({ page }) => {
      await goTo(page, `jobs/${job}`)
      await state(page, 'running')
      await service.leave()
      await page.getByText('The service does not answer').first().waitFor()
      await service.comeBack()
      await page
        .getByText('The service does not answer')
        .first()
        .waitFor({ state: 'detached', timeout: 60_000 })
      await page.getByText('requeued').waitFor()
      await state(page, 'running')
      const share = await progress(page)
      await expect.poll(() => progress(page), { timeout: 60_000 }).toBeGreaterThan(share)
      await service.provider.jobs.cancel(job)
      await state(page, 'cancelled')
    })
  })

  it('fits a narrow window, where a reader’s token is told that it may not cancel', async () => {
    const job = await distil(100_000)
    const { token } = await createToken(await openDirectoryStore(service.data), {
      tenant: 'provider',
      role: 'provider',
      access: 'read',
    })
    const viewport = { width: 360, height: 640 }
    await visit(browser, service, token, { viewport }, async ({ page }) => {
      await state(page, 'running')
      expect(await page.evaluate(`document.documentElement.scrollWidth`)).toBe(360)
      await goTo(page, `jobs/${job}`)
      await state(page, 'running')
      await page.getByRole('button', { name: 'Cancel job' }).first().waitFor()
      expect(await page.evaluate(`document.documentElement.scrollWidth`)).toBe(360)
      await page.getByRole('button', { name: 'Cancel job' }).first().click()
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel job' }).click()
      const text = await page.getByRole('alert').innerText()
      expect(text).toContain('read-only')
      expect(text).toMatch(/req_[0-9a-f]{32}/)
    })
    await service.provider.jobs.cancel(job)
  })
})
