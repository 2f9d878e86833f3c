import type { Decision, DecisionKind, PlannedNested, PlannedStack } from '../derive/types.ts'
import { cleanLine } from './clean.ts'
import { formatTable } from './table.ts'
import type { Pen } from './terminal.ts'
import { count } from './words.ts'

/** How a kind of decision is called and painted, in the order in which they are shown: what stops the plan first. */
const kinds: Readonly<Record<DecisionKind, { word: string; group: string; status: string }>> = {
  refused: { word: 'refused', group: 'refused', status: 'broken' },
  restored: { word: 'restored', group: 'changed', status: 'passed' },
  renamed: { word: 'renamed', group: 'changed', status: 'passed' },
  shrunk: { word: 'shrunk', group: 'changed', status: 'passed' },
  disabled: { word: 'disabled', group: 'changed', status: 'changed' },
  stubbed: { word: 'stubbed', group: 'changed', status: 'changed' },
  dropped: { word: 'left out', group: 'left out', status: 'changed' },
  shared: { word: 'shared', group: 'shared', status: 'inconclusive' },
  added: { word: 'added', group: 'added', status: 'passed' },
  kept: { word: 'kept', group: 'kept', status: '' },
}

/** What becomes of a stack's resources, as a table with the reasons; what is kept is one line, unless all are asked for. */
export function formatDecisions(stack: PlannedStack, pen: Pen, all: boolean): string {
  const templates = [{ name: '', decisions: stack.decisions }, ...nestedDecisions(stack.nested, '')]
  const parts = templates.map(({ name, decisions }) => {
    const title = name === '' ? '' : `  ${pen.faint(`nested stack ${cleanLine(name, 80)}: ${countDecisions(decisions)}`)}`
    return [title, formatTable(rowsOf(decisions, pen, all), { columns: pen.columns, indent: 2 })].filter((text) => text !== '')
  })
  return parts.flat().join('\n')
}

/** `26 kept, 12 changed, 4 left out`, of a stack with everything nested in it. */
export function countDecisions(decisions: readonly Decision[]): string {
  const counts = new Map<string, number>()
  for (const { kind } of decisions) counts.set(kinds[kind].group, (counts.get(kinds[kind].group) ?? 0) + 1)
  const groups = new Set(['kept', ...Object.values(kinds).map(({ group }) => group)])
  const known = [...groups].flatMap((group) => (counts.has(group) ? [`${counts.get(group)} ${group}`] : []))
  return known.length === 0 ? 'nothing' : known.join(', ')
}

/** Every decision of a stack and of what is nested in it. */
export function allDecisions(stack: Pick<PlannedStack, 'decisions' | 'nested'>): Decision[] {
  return [...stack.decisions, ...Object.values(stack.nested).flatMap(allDecisions)]
}

/** A resource type as people say it: without `AWS::`. */
export function shortType(type: string): string {
  return cleanLine(type.replace(/^AWS::/, ''), 60)
}

function nestedDecisions(
  nested: Readonly<Record<string, PlannedNested>>,
  before: string,
): { name: string; decisions: readonly Decision[] }[] {
  return Object.entries(nested).flatMap(([logicalId, child]) => {
    const name = before === '' ? logicalId : `${before}/${logicalId}`
    return [{ name, decisions: child.decisions }, ...nestedDecisions(child.nested, name)]
  })
}

function rowsOf(decisions: readonly Decision[], pen: Pen, all: boolean): string[][] {
  const shown = (Object.keys(kinds) as DecisionKind[]).filter((kind) => kind !== 'kept' || all)
  const rows = shown.flatMap((kind) => sameOnes(decisions.filter((each) => each.kind === kind)).flatMap((group) => groupRows(group, pen)))
  const kept = decisions.filter(({ kind }) => kind === 'kept')
  return all || kept.length === 0 ? rows : [...rows, ...keptRows(kept, pen)]
}

/** Resources of one type with the same reasons share a row. */
function sameOnes(decisions: readonly Decision[]): Decision[][] {
  const groups = new Map<string, Decision[]>()
  for (const decision of decisions) {
    const key = JSON.stringify([decision.type, decision.reasons])
    groups.set(key, [...(groups.get(key) ?? []), decision])
  }
  return [...groups.values()]
}

/** The names and the type in one column, beside them one reason below the other. */
function groupRows(group: readonly Decision[], pen: Pen): string[][] {
  const [first] = group
  if (first === undefined) return []
  const { word, status } = kinds[first.kind]
  const reasons = first.reasons.map(({ rule, reason }) => `${cleanLine(reason)} ${pen.faint(`[${cleanLine(rule, 40)}]`)}`)
  const left = [...group.map(({ logicalId }) => cleanLine(logicalId, 60)), shortType(first.type)]
  return Array.from({ length: Math.max(left.length, reasons.length) }, (_, line) => [
    line === 0 ? paintWords(word, pen, status) : '',
    left[line] ?? '',
    reasons[line] ?? '',
  ])
}

/** Each word by itself, so that a line may break between them. */
function paintWords(text: string, pen: Pen, status: string): string {
  return text
    .split(' ')
    .map((word) => pen.as(status)(word))
    .join(' ')
}

function keptRows(kept: readonly Decision[], pen: Pen): string[][] {
  const types = tally(kept.map(({ type }) => shortType(type)))
  const notes = kept.flatMap(({ logicalId, reasons }) =>
    reasons.flatMap(({ rule, reason }) =>
      rule === 'kept' ? [] : [{ note: `${cleanLine(reason)} ${pen.faint(`[${cleanLine(rule, 40)}]`)}`, logicalId }],
    ),
  )
  const byNote = new Map<string, string[]>()
  for (const { note, logicalId } of notes) byNote.set(note, [...(byNote.get(note) ?? []), cleanLine(logicalId, 60)])
  return [
    ['kept', count(kept.length, 'resource'), types],
    ...[...byNote].map(([note, names]) => ['', `of these ${names.length}`, `${note}: ${listNames(names)}`]),
  ]
}

/** `EC2::Subnet ×4, EC2::VPC`, the most frequent first. */
function tally(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  const sorted = [...counts].sort(([, one], [, other]) => other - one)
  return listNames(sorted.map(([name, times]) => (times === 1 ? name : `${name} ×${times}`)))
}

const mostNames = 8

/** The first few of a list, and how many more there are. */
export function listNames(names: readonly string[]): string {
  const more = names.length - mostNames
  return more > 1 ? `${names.slice(0, mostNames).join(', ')} and ${more} more` : names.join(', ')
}
