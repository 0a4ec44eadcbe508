/**
 * A real browser for tests, headless: Chromium of the system or of PROMPTPOST_CHROMIUM, and pages that keep account of whatever
 * should not happen in them.
 * @module
 */
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const find = (): string | undefined => {
  const named = process.env.PROMPTPOST_CHROMIUM
  // A wrong path must fail, not skip.
  return named || PLACES.find(place => existsSync(place))
}

/** Its program, or undefined where there is none, which is said aloud. */
export const CHROMIUM = find()

if (!CHROMIUM)
  process.stderr.write(
    '\nNO BROWSER: the tests of the dashboard in a browser are skipped. Install Chromium (Debian: apt-get install chromium) or ' +
      'name one with PROMPTPOST_CHROMIUM.\n\n',
  )

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM as string, headless: true, args: FLAGS })

export type WatchedPage = {
  page: Page
  /** Everything a browser complained of: errors on the console (a breach of the content security policy is one), exceptions. */
  complaints: string[]
  /** Each request as `METHOD url`. */
  requests: string[]
  close: () => Promise<void>
}

/** What the console says of requests that a test makes fail on purpose. */
const isFailedRequest = (text: string): boolean => text.startsWith('Failed to load resource')

export const openPage = async (browser: Browser, options: BrowserContextOptions): Promise<WatchedPage> => {
  const context = await browser.newContext({ serviceWorkers: 'block', ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type()) && !isFailedRequest(message.text()))
      complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(`${error.name}: ${error.message}`))
  page.on('request', request => requests.push(`${request.method()} ${request.url()}`))
  page.setDefaultTimeout(20_000)
  return { page, complaints, requests, close: () => context.close() }
}
