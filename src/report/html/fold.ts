import { type Html, html } from '../escape-html.ts'

const atOnce = 100

/**
 * A long list as several short ones: the first items are open, the others lie in closed parts that a browser need not lay out
 * before they are opened, so that thousands of them cost little.
 * @param shown how many are open
 * @param noun what they are called, in the plural
 */
export function fold(items: readonly Html[], shown: number, noun: string, wrap: (items: readonly Html[]) => Html): Html {
  const parts = [wrap(items.slice(0, shown))]
  for (let from = shown; from < items.length; from += atOnce) {
    const part = items.slice(from, from + atOnce)
    parts.push(
      html`<details class="more"><summary>${noun} ${from + 1} to ${from + part.length} of ${items.length}</summary>${wrap(part)}</details>\n`,
    )
  }
  return html`${parts}`
}
