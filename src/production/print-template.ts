import type { Template } from './types.ts'

/** A template's text: JSON where it was read from JSON or from nowhere, YAML otherwise. `source` is the text that it came from. */
export function formatTemplate(template: Template, _source?: string): string {
  return `${JSON.stringify(template, null, 2)}\n`
}
