import type { OutputDifference } from '../../store/compare/outputs.ts'
import type { Finding } from '../types.ts'

/** Something that a pipeline gave otherwise, as a finding that lacks only its cause. */
export type Effect = Pick<Finding, 'rule' | 'level' | 'effect' | 'store' | 'table' | 'place'>

/** The rule that a difference of rows breaks. */
export function ruleFor({ delta, missing, added }: OutputDifference): Pick<Finding, 'rule' | 'level'> {
  if (missing.length + added.length > 0) return { rule: 'OUTPUT_SAME', level: 'SHAPE' }
  if (delta.rows.before !== delta.rows.after) return { rule: 'ROWCOUNT_SAME', level: 'VALUE' }
  const emptied = delta.columns.some(({ nulls }) => nulls.after > nulls.before)
  return { rule: emptied ? 'NULLRATE_SAME' : 'OUTPUT_SAME', level: 'VALUE' }
}
