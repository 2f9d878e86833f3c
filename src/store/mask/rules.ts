import type { MaskRule } from '../../spec/types.ts'

/** A column by its full name. */
export interface ColumnName {
  store: string
  schema: string
  table: string
  column: string
}

/**
 * The rule that counts for a column: of those that match, the most exact. Exactness is looked at part by part, the column
 * first, then table, schema and store: a name before a pattern with other characters, that before `*`. Between equals the
 * one with more characters of its own counts, then the first.
 */
export function ruleFor(name: ColumnName, rules: readonly MaskRule[]): MaskRule | undefined {
  const matching = rules.filter((rule) => matches(rule, name))
  return matching.reduce<MaskRule | undefined>((best, rule) => (best === undefined || isMoreExact(rule, best) ? rule : best), undefined)
}

/** Whether a rule's pattern covers a column. */
export function matches(rule: MaskRule, name: ColumnName): boolean {
  return parts.every((part) => matchesPart(rule[part], name[part]))
}

/** Whether a rule names one column, without a pattern. */
export function isExact(rule: MaskRule): boolean {
  return parts.every((part) => exactness(rule[part]) === 2)
}

/** `store.schema.table.column`, as rules name it. */
export function formatName({ store, schema, table, column }: ColumnName): string {
  return `${store}.${schema}.${table}.${column}`
}

/** The key of a rule for this one column, ready to paste; `?` stands for what a rule cannot write. */
export function ruleKey(name: ColumnName): string {
  const key = formatName({ ...name, schema: writable(name.schema), table: writable(name.table), column: writable(name.column) })
  return /^[\w.-]+$/.test(key) ? key : JSON.stringify(key)
}

const parts = ['column', 'table', 'schema', 'store'] as const

function writable(part: string): string {
  return part.replace(/[.\s]/gu, '?')
}

function matchesPart(pattern: string, name: string): boolean {
  if (exactness(pattern) === 2) return pattern === name
  const source = [...pattern]
    .map((each) => (each === '*' ? '.*' : each === '?' ? '.' : each.replace(/[\\^$.+()[\]{}|/-]/g, '\\$&')))
    .join('')
  return new RegExp(`^${source}$`, 'su').test(name)
}

/** 2 for a name, 1 for a pattern with characters of its own, 0 for one without. */
function exactness(pattern: string): 0 | 1 | 2 {
  if (!/[*?]/.test(pattern)) return 2
  return /[^*?]/.test(pattern) ? 1 : 0
}

function isMoreExact(rule: MaskRule, other: MaskRule): boolean {
  for (const part of parts) {
    const difference = exactness(rule[part]) - exactness(other[part])
    if (difference !== 0) return difference > 0
  }
  return ownCharacters(rule) > ownCharacters(other)
}

function ownCharacters(rule: MaskRule): number {
  return parts.reduce((sum, part) => sum + rule[part].replace(/[*?]/g, '').length, 0)
}
