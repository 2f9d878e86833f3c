/**
 * `npm run --silent bench:page`: how long report.html takes to be made and to open in headless Chromium, by its number of findings.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { formatHtml } from '../src/report/html.ts'
import { summarize } from '../src/report/summarize.ts'
import { light, openBrowser, openPage } from '../test/faces/browser.ts'
import { aBrokenVerdict, aContext, aFinding } from '../test/support/verdict-builder.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, runs: { type: 'string', default: '5' } } })

interface Measured {
  findings: number
  kilobytes: number
  /** Milliseconds, medians. */
  makeMs: number
  paintedMs: number
  loadedMs: number
  allOpenMs: number
}

const folder = mkdtempSync(join(tmpdir(), 'prod-replica-page-'))
const browser = await openBrowser()
const measured: Measured[] = []
for (const findings of [50, 500, 5000]) measured.push(await measure(findings, browser))
await browser.close()
rmSync(folder, { recursive: true, force: true })

if (values.json) console.log(JSON.stringify({ bench: 'page', measured }))
else for (const each of measured) console.log(formatMeasured(each))

async function measure(findings: number, browser: Browser): Promise<Measured> {
  // Each says something else: those that say the same are told once.
  const all = Array.from({ length: findings }, (_, index) =>
    aFinding({ pipeline: `pipeline-${index % 300}`, effect: `effect ${index} of it.` }),
  )
  const verdict = aBrokenVerdict({ findings: all })
  const file = join(folder, `${findings}.html`)
  const makes: number[] = []
  const opens: [number, number, number][] = []
  for (let run = 0; run < Number(values.runs); run += 1) {
    const from = performance.now()
    const text = formatHtml(summarize(verdict, aContext()))
    makes.push(performance.now() - from)
    writeFileSync(file, text)
    opens.push(await open(browser, file))
  }
  const [painted, loaded, opened] = [0, 1, 2].map((at) => median(opens.map((each) => each[at] ?? 0)))
  const kilobytes = Math.round(Buffer.byteLength(formatHtml(summarize(verdict, aContext()))) / 1000)
  return { findings, kilobytes, makeMs: median(makes), paintedMs: painted ?? 0, loadedMs: loaded ?? 0, allOpenMs: opened ?? 0 }
}

/** Milliseconds until the first paint, until the page is loaded, and for opening and laying out everything that is closed. */
async function open(browser: Browser, file: string): Promise<[number, number, number]> {
  const { page } = await openPage(browser, file, light)
  const times = await page.evaluate<[number, number, number]>(`new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => {
    const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN
    const loaded = performance.getEntriesByType('navigation')[0].loadEventEnd
    const from = performance.now()
    for (const part of document.querySelectorAll('details')) part.open = true
    document.body.getBoundingClientRect()
    resolve([painted, loaded, performance.now() - from])
  }, 100)))`)
  await page.context().close()
  return times
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other)
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN)
}

function formatMeasured({ findings, kilobytes, makeMs, paintedMs, loadedMs, allOpenMs }: Measured): string {
  return `${findings} findings, ${kilobytes} kB: made in ${makeMs} ms, painted after ${paintedMs} ms, loaded after ${loadedMs} ms, all opened in ${allOpenMs} ms more`
}
