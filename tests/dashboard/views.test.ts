/**
 * What the dashboard shows of a service with one of everything: figures, reports, by keyboard, narrow, dark, and markup as text.
 * @module
 */
import { generateKeyPairSync } from 'node:crypto'
import { appendFileSync, cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sealReport } from '@promptpost/base/seal'
import { describe, expect, it } from 'vitest'
import { REPOSITORY } from '../support/service.js'
import { CHROMIUM } from './browser.js'
import { LICENSE, placesOf, TEMPLATE } from './furnish.js'
import { useHouse } from './furnished.js'
import { goTo, visit } from './visit.js'

describe.skipIf(!CHROMIUM)('the views', { timeout: 180_000 }, () => {
  const price = { PROMPTPOST_PRICE_PER_HOUR: '36', PROMPTPOST_CURRENCY: 'EUR' }
  const house = useHouse(price, folder => {
    const models = join(folder, 'models')
    cpSync(join(REPOSITORY, 'examples/reviews-gpt2'), join(models, 'reviews-gpt2'), { recursive: true })
    return models
  })

  it('show a private prompt’s claim, its seal and what is not covered', async () => {
    const report = (await house.service.client.prompts.get(house.made.prompt)).privacy_report as {
      guarantee: { epsilon: number; delta: number }
      notCovered: string[]
      signature: { fingerprint: string }
    }
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page }) => {
      await goTo(page, `prompts/${house.made.prompt}`)
      await page.getByText('Seal checked.').waitFor()
      const text = await page.locator('main').innerText()
      expect(Number(/ε ≤ ([\d.]+)/.exec(text)![1])).toBeGreaterThanOrEqual(report.guarantee.epsilon)
      expect(text).toContain(`δ = ${report.guarantee.delta}`)
      for (const sentence of [...report.notCovered, report.signature.fingerprint])
        expect(text).toContain(sentence)
    })
  })

  it('show what a transfer changed, and whether it is worth using', async () => {
    const facts = (await house.service.client.transfers.get(house.made.transfer)).facts as {
      effect: { verdict: string; consensus: number; consensus_before: number; consensus_direct: number }
    }
    const { verdict, ...found } = facts.effect
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page }) => {
      await goTo(page, `transfers/${house.made.transfer}`)
      await page.getByText(verdict).waitFor()
      const rows = await page.getByRole('table').first().getByRole('row').allInnerTexts()
      const shares = rows.slice(1).map(row => Number(/(\d+) %/.exec(row)![1]))
      const wanted = [found.consensus_before, found.consensus_direct, found.consensus]
      expect(shares).toEqual(wanted.map(share => Number((share * 100).toFixed(0))))
      await page.getByRole('img', { name: /^Loss of transfer/ }).waitFor()
    })
  })

  it('show a student’s files with their digests', async () => {
    const { files } = await house.service.provider.students.get(house.made.student)
    await visit(house.browser, house.service, house.service.tokens.provider, {}, async ({ page }) => {
      await goTo(page, `students/${house.made.student}`)
      await page.getByRole('heading', { name: 'Files' }).waitFor()
      const text = await page.locator('main').innerText()
      for (const { name, sha256 } of files) expect(text).toMatch(new RegExp(`${name}\\s[^\\n]*\\s*${sha256}`))
    })
  })

  it('show the terms of a student, and what it was distilled from', async () => {
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page }) => {
      await goTo(page, `students/${house.made.student}`)
      await page.getByRole('heading', { name: 'Terms of use' }).waitFor()
      await page.getByText(LICENSE, { exact: true }).waitFor()
      await page.getByRole('link', { name: 'reviews-gpt2, revision 1' }).waitFor()
    })
  })

  it('show what a model can do, its bounds, its templates and its revisions', async () => {
    const { limits } = await house.service.provider.models.get(house.made.model)
    appendFileSync(join(house.folder, 'models/reviews-gpt2/config.json'), '\n')
    const { id } = await house.service.provider.models.create({ name: 'reviews-gpt2' })
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page }) => {
      await goTo(page, `models/${house.made.model}`)
      await page.getByText('2', { exact: true }).waitFor()
      const text = await page.locator('main').innerText()
      expect(text).toContain('Students can be distilled from it\nyes')
      expect(text).toContain(`Longest prompt and text together\n${limits.max_tokens} tokens`)
      expect(text).toContain(`Most layers of a student\n${limits.max_layers}`)
      const template = page.getByRole('row', { name: TEMPLATE.name })
      expect(await template.innerText()).toContain(TEMPLATE.template)
      expect(await template.innerText()).toContain('company: company')
      const revisions = page.getByRole('table', { name: 'Revisions of reviews-gpt2' })
      expect((await revisions.getByRole('rowheader').allInnerTexts()).map(row => row.split('\n')[0])).toEqual(
        ['2', '1, this one'],
      )
      await revisions.getByRole('link').click()
      await page.getByText('2, this one').waitFor()
      expect(page.url()).toContain(id)
      await page.getByText('None are offered yet').waitFor()
    })
  })

  it('show what jobs used, by day and by month, and what that costs', async () => {
    const { total, days } = await house.service.client.usage.get()
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page }) => {
      await goTo(page, 'usage')
      const table = page.getByRole('table')
      await table.waitFor()
      const { jobs, cost } = total
      const amounts = [jobs.distil, jobs.transfer, jobs.predict, jobs.transfer + jobs.predict, total.failed]
      const rows = async (): Promise<string[][]> =>
        (await table.getByRole('row').allInnerTexts()).slice(1).map(row => row.split('\t'))
      expect((await rows()).map(row => row.slice(0, 6))).toEqual([[days[0]!.date, ...amounts.map(String)]])
      expect((await rows())[0]!.at(-1)).toBe(`${cost!.amount.toFixed(2)} EUR`)
      expect(
        await page
          .getByRole('img', { name: /^Compute time by day, in / })
          .locator('rect')
          .count(),
      ).toBe(30)
      expect(await page.locator('main').innerText()).toContain('It is no bill.')
      await page.getByLabel('Period').selectOption('Last 366 days, by month')
      await page.getByRole('columnheader', { name: 'Month' }).waitFor()
      expect((await rows()).map(([name]) => name)).toEqual([days[0]!.date.slice(0, 7)])
    })
  })

  it('can be walked with the keyboard alone', async () => {
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page }) => {
      const focused = (): Promise<string> => page.evaluate(`document.activeElement.textContent`)
      const tabTo = async (wanted: string, key = 'Tab'): Promise<void> => {
        for (let presses = 0; presses < 30; presses++) {
          await page.keyboard.press(key)
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
      await tabTo('Prompts', 'Shift+Tab')
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
    for (const token of [house.service.tokens.provider, house.service.tokens.client])
      await visit(house.browser, house.service, token, options, async ({ page }) => {
        const paper = await page.evaluate(`getComputedStyle(document.body).backgroundColor`)
        expect(paper).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 23, 27)')
        for (const place of placesOf(house.made)) {
          await goTo(page, place)
          await page.locator('main table, main dl, main .empty, main [role=alert]').first().waitFor()
          expect([place, await page.evaluate(`document.documentElement.scrollWidth`)]).toEqual([place, 360])
        }
      })
  })

  it('show markup as the text it is', async () => {
    const evil = `<img src=x onerror="window.broken = 1"><script>window.broken = 1</script>`
    const read = (name: string): Buffer => readFileSync(join(house.folder, 'prompt', name))
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
      student: house.made.student,
      adapter_config: config,
      adapter_model: weights.toString('base64'),
      task,
      privacy_report: sealReport(claims, files, privateKey),
    }
    const response = await fetch(`${house.service.url}/v1/prompts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${house.service.tokens.client}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(response.status).toBe(201)
    const { id } = (await response.json()) as { id: string }
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page }) => {
      await goTo(page, 'prompts')
      await page.getByText(task.template).waitFor()
      await goTo(page, `prompts/${id}`)
      await page.getByText('Seal checked.').waitFor()
      await page.getByRole('rowheader', { name: `${evil}a` }).waitFor()
      expect(await page.getByRole('listitem').allInnerTexts()).toEqual([evil])
      expect(await page.locator('main img, main script, main svg').count()).toBe(0)
      expect(await page.evaluate(`window.broken`)).toBeUndefined()
      expect(await page.locator('main').innerText()).toContain('δ = not told')
    })
    await house.service.client.prompts.delete(id)
  })

  it('say what is not there', async () => {
    await visit(house.browser, house.service, house.service.tokens.client, {}, async ({ page }) => {
      await goTo(page, `jobs/job_${'0'.repeat(26)}`)
      const text = await page.getByRole('alert').innerText()
      expect(text).toContain('not-found')
      expect(text).toContain('There is no such thing, or it is not yours.')
      await goTo(page, 'nonsense')
      await page.getByRole('heading', { name: 'Not found' }).waitFor()
    })
  })
})
