import { failAll } from '../errors.ts'
import { checkDocument } from './check.ts'
import { completeSpec } from './complete.ts'
import { parseSpecDocument, placeAtPath } from './document.ts'
import { language } from './language.ts'
import { checkLife } from './life.ts'
import type { RawSpec } from './raw.ts'
import { checkReferences } from './references.ts'
import { checkSmtp } from './smtp.ts'
import type { Spec } from './types.ts'

/**
 * Reads replica.yml: `text` is the file's, `path` the name that errors show. Every default is filled in.
 * Throws all faults at once, each with `file:line:column`: `spec.syntax`, `spec.unknown_key`, `spec.missing_key`,
 * `spec.bad_value`, `spec.choose_one`, `spec.duplicate_name`, `spec.unknown_reference`, `spec.cycle`.
 */
export function loadSpec(text: string, path: string): Spec {
  const document = parseSpecDocument(text, path)
  const { value, faults } = checkDocument(document, language)
  // The checker has held the value against the language, of which RawSpec is the type.
  const raw = (value ?? {}) as RawSpec
  const all = [...faults, ...checkReferences(raw, document), ...checkLife(raw, document), ...checkSmtp(raw, document)]
  if (all.length > 0) throw failAll(all)
  return completeSpec(raw, path, (column) => placeAtPath(document, ['mask', column], true))
}
