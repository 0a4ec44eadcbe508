/**
 * Logging in and out of the dashboard, in a real browser.
 * @module
 */
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Service, startService } from '../support/service.js'
import { CHROMIUM, launchBrowser, openPage, type WatchedPage } from './browser.js'

describe.skipIf(!CHROMIUM)('a session', () => {
  let service: Service
  let browser: Browser
  let watched: WatchedPage

  beforeAll(async () => {
    service = await startService()
    browser = await launchBrowser()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await service?.stop()
  }, 60_000)
  beforeEach(async () => {
    watched = await openPage(browser, { baseURL: service.url })
  })
  afterEach(async () => {
    expect(watched.complaints).toEqual([])
    for (const request of watched.requests)
      expect(request.split(' ')[1]).toMatch(new RegExp(`^${service.url}/`))
    await watched.close()
  })

  it('refuses a wrong token with code, reason, next step and request id', async () => {
    const { page } = watched
    await page.goto('/')
    await page.getByLabel('Token').fill('pp_wrong')
    await page.getByRole('button', { name: 'Log in' }).click()
    const alert = page.getByRole('alert')
    await alert.waitFor()
    const text = await alert.innerText()
    expect(text).toContain('unauthorized')
    expect(text).toContain('The token is not known here')
    expect(text).toContain('promptpost tokens create')
    expect(text).toMatch(/req_[0-9a-f]{32}/)
    expect(await page.evaluate(`[sessionStorage.length, localStorage.length]`)).toEqual([0, 0])
  })

  it('keeps a right token in this tab alone, in no address, and drops it at the end', async () => {
    const { page, requests } = watched
    const token = service.tokens.provider
    await page.goto('/dashboard')
    await page.getByLabel('Token').fill(token)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Jobs' }).waitFor()
    await page.getByText('promptpost students create').waitFor()
    expect(await page.evaluate(`Object.values(sessionStorage)`)).toEqual([token])
    expect(await page.evaluate(`[localStorage.length, document.cookie]`)).toEqual([0, ''])

    await page.reload()
    await page.getByRole('heading', { name: 'Jobs' }).waitFor()
    const other = await page.context().newPage()
    await other.goto(`${service.url}/dashboard`)
    await other.getByLabel('Token').waitFor()

    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByLabel('Token').waitFor()
    expect(await page.evaluate('sessionStorage.length')).toBe(0)
    expect(await page.getByLabel('Token').inputValue()).toBe('')
    expect(requests.filter(request => request.includes(token))).toEqual([])
  })
})
