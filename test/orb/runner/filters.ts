import { isMapping, type Value } from '../../../scripts/orb/types.ts'
import { holdsExpression } from './expression.ts'
import type { Scope } from './scope.ts'

/** Whether a job's filters let it run for this pipeline's branch or tag. */
export function isMeant(filters: Value | undefined, scope: Scope): boolean {
  if (typeof filters === 'string') return holdsExpression(filters, scope)
  const { branches, tags } = isMapping(filters) ? filters : {}
  const tag = scope['pipeline.git.tag'] ?? ''
  // A job without a filter for tags does not run for one.
  if (tag !== '') return tags !== undefined && passes(tags, String(tag))
  return passes(branches, String(scope['pipeline.git.branch'] ?? ''))
}

function passes(filter: Value | undefined, name: string): boolean {
  const { only, ignore } = isMapping(filter) ? filter : {}
  return (only === undefined || names(only, name)) && (ignore === undefined || !names(ignore, name))
}

/** A pattern between slashes must match the whole name. */
function names(patterns: Value, name: string): boolean {
  return (Array.isArray(patterns) ? patterns : [patterns]).map(String).some((pattern) => {
    const expression = /^\/(.*)\/$/s.exec(pattern)?.[1]
    return expression === undefined ? pattern === name : new RegExp(`^(?:${expression})$`, 'u').test(name)
  })
}
