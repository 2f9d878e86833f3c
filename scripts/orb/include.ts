import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mapTexts, type Value } from './types.ts'

const directive = /<<\s*include\(([-\w/.]+)\)\s*>>/

/**
 * Replaces every value that is `<<include(file)>>` by the text of that file in `folder`. CircleCI reads `<<` in it as the
 * start of a parameter, so it becomes `\<<`. Throws where the directive is only part of a value: not every version of
 * the CircleCI CLI takes that.
 */
export function includeFiles(value: Value, source: { path: string; folder: string }): Value {
  return mapTexts(value, (text) => {
    const match = directive.exec(text)
    if (match?.[1] === undefined) return text
    if (match[0] !== text) throw new Error(`${source.path}: ${match[0]} must be the whole value`)
    return readFileSync(join(source.folder, match[1]), 'utf8').replaceAll('<<', '\\<<')
  })
}
