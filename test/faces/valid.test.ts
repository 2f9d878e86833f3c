import { expect } from 'chai'
import { HtmlValidate } from 'html-validate'
import type { Browser } from 'playwright-core'
import { formatHtml } from '../../src/report/html.ts'
import { formatJunit } from '../../src/report/junit.ts'
import { summarize } from '../../src/report/summarize.ts'
import type { Summary } from '../../src/report/types.ts'
import { ends } from '../support/ends.ts'
import { hostileSummary } from '../support/hostile.ts'
import { openBrowser } from './browser.ts'

const summaries: Readonly<Record<string, () => Summary>> = {
  ...Object.fromEntries(Object.entries(ends).map(([name, [verdict, context]]) => [name, () => summarize(verdict, context)])),
  hostile: hostileSummary,
}

describe('the markup of the faces', function () {
  this.timeout(60_000)
  const validator = new HtmlValidate({ extends: ['html-validate:recommended', 'html-validate:a11y', 'html-validate:document'] })
  let browser: Browser

  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser?.close())

  for (const [name, make] of Object.entries(summaries)) {
    it(`is HTML in which html-validate finds no fault: ${name}`, async () => {
      const report = await validator.validateString(formatHtml(make()))
      const faults = report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`))
      expect(faults).to.deep.equal([])
    })

    it(`is XML to a browser's parser, with a suite each for checks, pipelines and schema: ${name}`, async () => {
      const page = await browser.newPage()
      const read = `(text) => {
        const parsed = new DOMParser().parseFromString(text, 'application/xml')
        return [...parsed.querySelectorAll('parsererror, testsuite')].map((each) => each.getAttribute('name') ?? each.textContent)
      }`
      expect(await page.evaluate(`(${read})(${JSON.stringify(formatJunit(make()))})`)).to.deep.equal(['checks', 'pipelines', 'schema'])
      await page.close()
    })
  }
})
