import { isReplicaError } from '../../../errors.ts'
import type { JsonValue } from '../../../production/json.ts'
import { parseTemplateYaml } from '../../../production/template-yaml.ts'
import type { Template } from '../../../production/types.ts'
import { invalid } from '../invalid.ts'
import { checkTemplate } from './check.ts'
import { isMap } from './no-value.ts'

const largestTemplate = 1_000_000

/** Parses a template's text, YAML or JSON, and checks its form. Throws ValidationError with AWS's sentences. */
export function parseTemplateText(text: string): Template {
  if (text.trim() === '') throw invalid('Template format error: unsupported structure.')
  if (text.length > largestTemplate) throw invalid('Template may not exceed 1000000 bytes in size.')
  const value = /^\s*\{/.test(text) ? parseJson(text) : parseYaml(text)
  if (!isMap(value)) throw invalid('Template format error: unsupported structure.')
  return checkTemplate(withoutEmptySections(value))
}

/** A flow map of YAML also begins with a brace. */
function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return parseYaml(text)
  }
}

function parseYaml(text: string): JsonValue {
  try {
    return parseTemplateYaml(text, 'template')
  } catch (error) {
    if (!isReplicaError(error)) throw error
    const place = /^template:(\d+):(\d+)/.exec((error.problems[0] ?? error).text.place ?? '')
    const where = place === null ? '' : ` (line ${place[1]}, column ${place[2]})`
    throw invalid(`Template format error: ${/^\s*\{/.test(text) ? 'JSON' : 'YAML'} not well-formed.${where}`)
  }
}

function withoutEmptySections(template: Record<string, JsonValue>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(template).filter(([, section]) => section !== null))
}
