import type { FileDifference } from '../outputs/compare-files.ts'
import type { Trial } from '../trial.ts'
import { describeEffect } from './effect.ts'
import { type Effect, ruleFor } from './effect-rules.ts'

/** Pure: what came out otherwise in the files that a pipeline writes. Where no code is to blame, the file is the place. */
export function fileEffects(trial: Trial): Effect[] {
  return trial.files.differences.map((difference) => ({
    ...ruleOf(difference),
    effect: describeFile(difference),
    place: { file: difference.file, line: 1 },
  }))
}

function ruleOf({ rows, reordered, bytes }: FileDifference): Pick<Effect, 'rule' | 'level'> {
  if (rows !== undefined) return ruleFor(rows)
  if (reordered !== undefined) return { rule: 'OUTPUT_SAME', level: 'SHAPE' }
  return { rule: 'FILE_SAME', level: bytes.before === null || bytes.after === null ? 'SHAPE' : 'VALUE' }
}

function describeFile({ file, bytes, rows, reordered }: FileDifference): string {
  if (rows !== undefined) return describeEffect(rows)
  if (reordered !== undefined) return `${file}: its columns come in another order`
  if (bytes.after === null) return `${file}: is not written any more`
  if (bytes.before === null) return `${file}: is written only after the change (${bytes.after} bytes)`
  return bytes.before === bytes.after ? `${file}: other content in ${bytes.after} bytes` : `${file}: ${bytes.before} → ${bytes.after} bytes`
}
