/**
 * For tests of views that need one of everything: a service, what is in it, and a browser.
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { type Service, startService } from '../support/service.js'
import { launchBrowser } from './browser.js'
import { type Furnished, furnish, SMALL } from './furnish.js'

export type House = {
  /** Where the client's files are. */
  folder: string
  service: Service
  browser: Browser
  made: Furnished
}

/**
 * Made before the tests of the block, gone after them.
 *
 * @param environment of the service
 * @param models where its models are, given the client's folder; those of the examples if absent
 */
export const useHouse = (
  environment: NodeJS.ProcessEnv = {},
  models?: (folder: string) => string,
): Readonly<House> => {
  const house = {} as House
  beforeAll(async () => {
    house.folder = mkdtempSync(join(tmpdir(), 'promptpost-dashboard-'))
    house.service = await startService(environment, models?.(house.folder))
    house.browser = await launchBrowser()
    house.made = await furnish(house.service, house.folder, SMALL)
  }, 300_000)
  afterAll(async () => {
    await house.browser?.close()
    await house.service?.stop()
    rmSync(house.folder, { recursive: true, force: true })
  }, 60_000)
  return house
}
