import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

/** How a page is looked at. */
export interface Look {
  name: string
  colorScheme: 'light' | 'dark'
  viewport: { width: number; height: number }
}

export const light: Look = { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 } }

export const looks: readonly Look[] = [
  light,
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
]

/** Where CI picks the screenshots up. */
const screenshots = process.env.PROD_REPLICA_SCREENSHOTS ?? join('test-results', 'screenshots')

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Debian's Chromium, or the one that CHROMIUM names. Throws where there is none: a suite of pages needs one. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? places.find((place) => existsSync(place))
  if (executablePath === undefined) throw new Error('No Chromium: install the package chromium, or name one with CHROMIUM.')
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
}

/** A page's file opened in one look. What it logs as errors and asks the network for is kept. */
export async function openPage(
  browser: Browser,
  file: string,
  look: Look,
  javaScriptEnabled = true,
): Promise<{ page: Page; errors: string[]; requests: string[] }> {
  const context = await browser.newContext({ colorScheme: look.colorScheme, viewport: look.viewport, javaScriptEnabled })
  const page = await context.newPage()
  const errors: string[] = []
  const requests: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(pathToFileURL(file).href)
  return { page, errors, requests }
}

/** Has everything laid out, also what the browser would leave for later because it is far below. */
export async function layOutAll(page: Page): Promise<void> {
  await page.evaluate(`for (const part of document.querySelectorAll('article, li')) part.style.contentVisibility = 'visible'`)
}

/** Opens every part that is closed. */
export async function openAll(page: Page): Promise<void> {
  await page.evaluate(`for (const part of document.querySelectorAll('details')) part.open = true`)
}

/** The whole page as a picture among those that CI keeps. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true })
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true })
}
