import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { formatHtml } from '../../src/report/html.ts'
import { summarize } from '../../src/report/summarize.ts'
import { ends } from '../support/ends.ts'
import { hostileSummary } from '../support/hostile.ts'
import { aBrokenVerdict, aContext, aFinding } from '../support/verdict-builder.ts'
import { keepScreenshot, layOutAll, light, looks, openAll, openBrowser, openPage } from './browser.ts'

const pages: Readonly<Record<string, () => string>> = {
  ...Object.fromEntries(Object.entries(ends).map(([name, [verdict, context]]) => [name, () => formatHtml(summarize(verdict, context))])),
  hostile: () => formatHtml(hostileSummary()),
}

describe('report.html in a browser', function () {
  this.timeout(120_000)
  const folder = mkdtempSync(join(tmpdir(), 'prod-replica-faces-'))
  let browser: Browser

  before(async () => {
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const write = (name: string, page: string): string => {
    const file = join(folder, `${name}.html`)
    writeFileSync(file, page)
    return file
  }

  for (const [name, make] of Object.entries(pages)) {
    for (const look of looks) {
      it(`is accessible, loads nothing and needs no sideways scrolling: ${name}, ${look.name}`, async () => {
        const { page, errors, requests } = await openPage(browser, write(name, make()), look)
        await layOutAll(page)
        await keepScreenshot(page, `report-${name}-${look.name}`)
        await openAll(page)
        expect(errors).to.deep.equal([])
        expect(requests).to.have.length(1)
        expect(await violationsOf(page)).to.deep.equal([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(look.viewport.width)
        await page.context().close()
      })
    }
  }

  it('runs nothing that a value brings along', async () => {
    const { page } = await openPage(browser, write('hostile', formatHtml(hostileSummary())), light)
    expect(await page.evaluate('document.scripts.length')).to.equal(1)
    expect(await page.evaluate('document.querySelectorAll("img, iframe, link, form, object").length')).to.equal(0)
    expect(await page.evaluate('document.body.innerText')).to.include('<script>alert(1)</script>')
    await page.context().close()
  })

  it('says the same without JavaScript', async () => {
    const file = write('broken', formatHtml(summarize(aBrokenVerdict(), aContext())))
    const { page } = await openPage(browser, file, light, false)
    const text = await page.locator('body').innerText()
    for (const told of ['BROKEN', 'pipelines/record_scores.mjs:14', '72', 'Not tested', 'is gone']) {
      expect(text).to.include(told === '72' ? '71.48' : told)
    }
    await page.context().close()
  })

  it('is read with the keyboard alone: the first stop skips to the result, details open with Enter', async () => {
    const { page } = await openPage(browser, write('two', formatHtml(summarize(...endOf('two-migrations')))), light)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Skip to the result')
    const more = page.locator('.findings details').first()
    await more.locator('summary').focus()
    await page.keyboard.press('Enter')
    expect(await more.getAttribute('open')).to.equal('')
    await page.context().close()
  })

  it('filters thousands of findings by any word, also those that were closed', async () => {
    const findings = Array.from({ length: 5000 }, (_, index) => aFinding({ effect: `effect number${index}x`, pipeline: `p${index}` }))
    const { page } = await openPage(browser, write('many', formatHtml(summarize(aBrokenVerdict({ findings }), aContext()))), light)
    expect(await page.locator('.findings > li').count()).to.equal(5000)
    await page.getByLabel('Filter the findings').fill('number4321x')
    await page.locator('.findings > li:visible').first().waitFor()
    expect(await page.locator('.findings > li:visible').allInnerTexts()).to.have.length(1)
    expect(await page.locator('.findings > li:visible').innerText()).to.include('effect number4321x')
    await page.context().close()
  })
})

function endOf(name: string): Parameters<typeof summarize> {
  const end = ends[name]
  if (end === undefined) throw new Error(`No such end: ${name}`)
  return end
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** What axe-core finds, of any weight, as `rule: element`. The page's policy would not let it in, so it is evaluated. */
async function violationsOf(page: Page): Promise<string[]> {
  const { readFileSync } = await import('node:fs')
  await page.evaluate(readFileSync(axe, 'utf8'))
  const found = await page.evaluate<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>('axe.run()')
  return found.violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}
