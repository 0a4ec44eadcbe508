/**
 * What the dashboard shows of a service with one of everything: figures, reports, by keyboard, narrow, dark, and markup as text.
 * @module
 */
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sealReport } from '@promptpost/base/seal'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Service, startService } from '../support/service.js'
import { CHROMIUM, launchBrowser } from './browser.js'
import { type Furnished, furnish, SMALL } from './furnish.js'
import { goTo, visit } from './visit.js'

describe.skipIf(!CHROMIUM)('the views', { timeout: 180_000 }, () => {
  let service: Service
  let browser: Browser
  let folder: string
  let made: Furnished

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'promptpost-dashboard-'))
    service = await startService()
    browser = await launchBrowser()
    made = await furnish(service, folder, SMALL)
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await service?.stop()
    rmSync(folder, { recursive: true, force: true })
  }, 60_000)

  const places = (): string[] => [
    'jobs',
    'students',
    `students/${made.student}`,
    `models/${made.model}`,
    'prompts',
    `prompts/${made.prompt}`,
    `transfers/${made.transfer}`,
    'datasets',
  ]

  it('show a private prompt’s claim, its seal and what is not covered', async () => {
    const report = (await service.client.prompts.get(made.prompt)).privacy_report as {
      guarantee: { epsilon: number; delta: number }
      notCovered: string[]
      signature: { fingerprint: string }
    }
    await visit(browser, service, service.tokens.client, {}, async ({ page }) => {
      await goTo(page, `prompts/${made.prompt}`)
      await page.getByText('Seal checked.').waitFor()
      const text = await page.locator('main').innerText()
      expect(Number(/ε ≤ ([\d.]+)/.exec(text)![1])).toBeGreaterThanOrEqual(report.guarantee.epsilon)
      expect(text).toContain(`δ = ${report.guarantee.delta}`)
      for (const sentence of [...report.notCovered, report.signature.fingerprint])
        expect(text).toContain(sentence)
    })
  })

  it('show what a transfer changed, and whether it is worth using', async () => {
    const facts = (await service.client.transfers.get(made.transfer)).facts as {
      effect: { verdict: string; agreement: number; agreement_before: number; agreement_direct: number }
    }
    const { verdict, ...agreement } = facts.effect
    await visit(browser, service, service.tokens.client, {}, async ({ page }) => {
      await goTo(page, `transfers/${made.transfer}`)
      await page.getByText(verdict).waitFor()
      const rows = await page.getByRole('table').first().getByRole('row').allInnerTexts()
      const shares = rows.slice(1).map(row => Number(/(\d+) %/.exec(row)![1]))
      const wanted = [agreement.agreement_before, agreement.agreement_direct, agreement.agreement]
      expect(shares).toEqual(wanted.map(share => Number((share * 100).toFixed(0))))
      await page.getByRole('img', { name: /^Loss of transfer/ }).waitFor()
    })
  })

  it('show a student’s files with their digests', async () => {
    const { files } = await service.provider.students.get(made.student)
    await visit(browser, service, service.tokens.provider, {}, async ({ page }) => {
      await goTo(page, `students/${made.student}`)
      await page.getByRole('heading', { name: 'Files' }).waitFor()
      const text = await page.locator('main').innerText()
      for (const { name, sha256 } of files) expect(text).toMatch(new RegExp(`${name}\\s[^\\n]*\\s*${sha256}`))
    })
  })

  it('can be walked with the keyboard alone', async () => {
    await visit(browser, service, service.tokens.client, {}, async ({ page }) => {
      const focused = (): Promise<string> => page.evaluate(`document.activeElement.textContent`)
      const tabTo = async (wanted: string): Promise<void> => {
        for (let presses = 0; presses < 30; presses++) {
          await page.keyboard.press('Tab')
          if ((await focused()) === wanted) return
        }
        throw new Error(`the keyboard does not reach ${wanted}`)
      }
      expect(await focused()).toBe('Jobs')
      await page.evaluate(`document.activeElement.blur()`)
      await tabTo('Skip to content')
      await page.keyboard.press('Enter')
      expect(await focused()).toBe('Jobs')
      await page.keyboard.press('Shift+Tab')
      expect(await focused()).toBe('Log out')
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Shift+Tab')
      expect(await focused()).toBe('Prompts')
      expect(await page.evaluate(`getComputedStyle(document.activeElement).outlineStyle`)).toBe('solid')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Prompts' }).waitFor()
      await page.getByText('{text} It is a').waitFor()
      expect(await focused()).toBe('Prompts')
      await tabTo('{text} It is a')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Prompt', exact: true }).waitFor()
      // The title follows the heading a moment later.
      await expect.poll(() => page.title()).toBe('Prompt · promptpost')
    })
  })

  it.each(['light', 'dark'] as const)('fit a window of 360 pixels, %s', async colorScheme => {
    const options = { viewport: { width: 360, height: 640 }, colorScheme }
    for (const token of [service.tokens.provider, service.tokens.client])
      await visit(browser, service, token, options, async ({ page }) => {
        const paper = await page.evaluate(`getComputedStyle(document.body).backgroundColor`)
        expect(paper).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 23, 27)')
        for (const place of places()) {
          await goTo(page, place)
          await page.locator('main table, main dl, main .empty, main [role=alert]').first().waitFor()
          expect([place, await page.evaluate(`document.documentElement.scrollWidth`)]).toEqual([place, 360])
        }
      })
  })

  it('show markup as the text it is', async () => {
    const evil = `<img src=x onerror="window.broken = 1"><script>window.broken = 1</script>`
    const read = (name: string): Buffer => readFileSync(join(folder, 'prompt', name))
    const weights = read('adapter_model.safetensors')
    const config = JSON.parse(read('adapter_config.json').toString())
    const task = { template: `${evil} {text}`, verbalizer: { [`${evil}a`]: [evil], b: ['"><svg onload=x>'] } }
    const claims = {
      version: 2,
      guarantee: { epsilon: 3, delta: evil, unit: evil, adjacency: [evil] },
      mechanism: evil,
      notCovered: [evil, { evil }],
      preconditions: { sound: true },
    }
    const { privateKey } = generateKeyPairSync('ed25519')
    const files = { 'adapter_config.json': config, 'adapter_model.safetensors': weights, 'task.json': task }
    const body = {
      student: made.student,
      adapter_config: config,
      adapter_model: weights.toString('base64'),
      task,
      privacy_report: sealReport(claims, files, privateKey),
    }
    const response = await fetch(`${service.url}/v1/prompts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.tokens.client}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(response.status).toBe(201)
    const { id } = (await response.json()) as { id: string }
    await visit(browser, service, service.tokens.client, {}, async ({ page }) => {
      await goTo(page, 'prompts')
      await page.getByText(task.template).waitFor()
      await goTo(page, `prompts/${id}`)
      await page.getByText('Seal checked.').waitFor()
      await page.getByRole('cell', { name: `${evil}a` }).waitFor()
      expect(await page.getByRole('listitem').allInnerTexts()).toEqual([evil])
      expect(await page.locator('main img, main script, main svg').count()).toBe(0)
      expect(await page.evaluate(`window.broken`)).toBeUndefined()
      expect(await page.locator('main').innerText()).toContain('δ = not told')
    })
    await service.client.prompts.delete(id)
  })

  it('say what is not there', async () => {
    await visit(browser, service, service.tokens.client, {}, async ({ page }) => {
      await goTo(page, `jobs/job_${'0'.repeat(26)}`)
      const text = await page.getByRole('alert').innerText()
      expect(text).toContain('not-found')
      expect(text).toContain('There is no such thing, or it is not yours.')
      await goTo(page, 'nonsense')
      await page.getByRole('heading', { name: 'Not found' }).waitFor()
    })
  })
})
