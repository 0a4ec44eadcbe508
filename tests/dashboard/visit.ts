/**
 * A logged-in page for a test, which at its end must have caused no complaint and asked no other origin.
 * @module
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Service } from '../support/service.js'
import { openPage, type WatchedPage } from './browser.js'

export const logIn = async (page: Page, token: string): Promise<void> => {
  await page.goto('/dashboard')
  await page.getByLabel('Token').fill(token)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Jobs' }).waitFor()
}

/** Goes to a view as its links do. */
export const goTo = (page: Page, place: string): Promise<unknown> =>
  page.evaluate(`location.hash = '#/${place}'`)

export const expectClean = ({ complaints, requests }: WatchedPage, { url }: Service): void => {
  expect(complaints).toEqual([])
  expect(requests.filter(request => !request.split(' ')[1]!.startsWith(`${url}/`))).toEqual([])
}

export const visit = async (
  browser: Browser,
  service: Service,
  token: string,
  options: BrowserContextOptions,
  look: (watched: WatchedPage) => Promise<void>,
): Promise<void> => {
  const watched = await openPage(browser, { baseURL: service.url, ...options })
  try {
    await logIn(watched.page, token)
    await look(watched)
    expectClean(watched, service)
  } finally {
    await watched.close()
  }
}
