const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as HTML, for an element's content or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** HTML that was made by `html`, so that it is not escaped a second time. */
export interface Html {
  readonly markup: string
}

type Part = string | number | Html | readonly Html[]

/** HTML from a template: every text in it is escaped, and only what `html` itself has made is not. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.map((literal, index) => literal + renderPart(parts[index])).join('') }
}

/** HTML that is one of our own constants: a style sheet, and nothing that came from outside. */
export function trusted(markup: string): Html {
  return { markup }
}

/** Nothing at all. */
export const nothing: Html = { markup: '' }

function renderPart(part: Part | undefined): string {
  if (part === undefined) return ''
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return 'markup' in part ? part.markup : part.map((one) => one.markup).join('')
}
