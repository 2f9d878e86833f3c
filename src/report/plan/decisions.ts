import type { Decision, DecisionKind, PlannedNested, PlannedStack } from '../../derive/types.ts'
import { cleanLine } from '../clean.ts'
import { widthOf, wrapText } from '../table.ts'
import { type Pen, wrapLines } from '../terminal.ts'
import { count } from '../words.ts'

/** How a kind of decision is called and painted, in the order in which they are shown: what stops the plan first. */
const faces: Readonly<Record<DecisionKind, { word: string; group: string; status: string }>> = {
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
const groupOrder = ['kept', 'changed', 'left out', 'shared', 'added', 'refused']
const kindOrder = Object.keys(faces) as DecisionKind[]

/** What becomes of a stack's resources, as a table with the reasons; what is kept is one line, unless all are asked for. */
export function formatDecisions(stack: Pick<PlannedStack, 'decisions' | 'nested'>, face: DecisionFace): string {
  const templates = [{ name: '', decisions: stack.decisions }, ...nestedDecisions(stack.nested, '')]
  return templates
    .flatMap(({ name, decisions }) => [...titleOf(name, decisions, face.pen), formatRows(rowsOf(decisions, face), face)])
    .join('\n')
}

/** How decisions are shown, the same for every stack of a plan, so that their columns stand below one another. */
export interface DecisionFace {
  pen: Pen
  /** Shows every resource that is kept. */
  all: boolean
  /** Columns for the names and types of resources. */
  nameWidth: number
}

/** The face for decisions, with room for their names and types, within limits. */
export function decisionFace(decisions: readonly Decision[], pen: Pen, all: boolean): DecisionFace {
  const shown = all ? decisions : decisions.filter(({ kind }) => kind !== 'kept')
  const widths = shown.flatMap(({ logicalId, type }) => [widthOf(cleanLine(logicalId, 60)), widthOf(shortType(type))])
  const widest = widths.reduce((most, width) => Math.max(most, width), 'of these 100'.length)
  return { pen, all, nameWidth: Math.min(widest, Math.floor(pen.columns / 3)) }
}

/** `26 kept, 12 changed, 4 left out`, of a stack with everything nested in it. */
export function countDecisions(decisions: readonly Decision[]): string {
  const counts = new Map<string, number>()
  for (const { kind } of decisions) counts.set(faces[kind].group, (counts.get(faces[kind].group) ?? 0) + 1)
  const known = groupOrder.flatMap((group) => (counts.has(group) ? [`${counts.get(group)} ${group}`] : []))
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

function titleOf(name: string, decisions: readonly Decision[], pen: Pen): string[] {
  return name === '' ? [] : [wrapLines(`nested stack ${cleanLine(name, 80)}: ${countDecisions(decisions)}`, pen, 2)]
}

/** A word, the lines on its left and the texts on its right, each of which may need several lines. */
interface Row {
  word: string
  names: readonly string[]
  texts: readonly string[]
}

function formatRows(rows: readonly Row[], { pen, nameWidth }: DecisionFace): string {
  const textWidth = pen.columns - indent - wordWidth - nameWidth - 2 * gap
  const cells = rows.flatMap(({ word, names, texts }) => {
    const left = names.flatMap((name) => wrapText(name, nameWidth))
    const right = texts.flatMap((text) => wrapText(text, textWidth))
    return Array.from({ length: Math.max(left.length, right.length) }, (_, line) => [
      pad(line === 0 ? word : '', wordWidth),
      pad(left[line] ?? '', nameWidth),
      right[line] ?? '',
    ])
  })
  return cells.map((row) => `${' '.repeat(indent)}${row.join(' '.repeat(gap))}`.trimEnd()).join('\n')
}

const indent = 2
const gap = 2
const wordWidth = 'left out'.length

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

function rowsOf(decisions: readonly Decision[], face: DecisionFace): Row[] {
  const kinds = kindOrder.filter((kind) => kind !== 'kept' || face.all)
  const rows = kinds.flatMap((kind) => sameOnes(decisions.filter((each) => each.kind === kind)).map((group) => groupRow(group, face.pen)))
  const kept = decisions.filter(({ kind }) => kind === 'kept')
  return face.all || kept.length === 0 ? rows : [...rows, ...keptRows(kept, face.pen)]
}

/** Resources of one type with the same reasons share a row. */
function sameOnes(decisions: readonly Decision[]): [Decision, ...Decision[]][] {
  const groups = new Map<string, [Decision, ...Decision[]]>()
  for (const decision of decisions) {
    const key = JSON.stringify([decision.type, decision.reasons])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [decision])
    else group.push(decision)
  }
  return [...groups.values()]
}

/** The names with the type below them; on their right one reason below the other. */
function groupRow(group: readonly [Decision, ...Decision[]], pen: Pen): Row {
  const [{ kind, type, reasons }] = group
  const { word, status } = faces[kind]
  return {
    word: pen.as(status)(word),
    names: [...group.map(({ logicalId }) => cleanLine(logicalId, 60)), shortType(type)],
    texts: reasons.map((each) => formatReason(each, pen)),
  }
}

function formatReason({ rule, reason }: Decision['reasons'][number], pen: Pen): string {
  return `${cleanLine(reason)} ${pen.faint(`[${cleanLine(rule, 40).replaceAll(' ', '-')}]`)}`
}

function keptRows(kept: readonly Decision[], pen: Pen): Row[] {
  const byNote = new Map<string, string[]>()
  for (const { logicalId, reasons } of kept) {
    for (const reason of reasons) {
      if (reason.rule === 'kept') continue
      const note = formatReason(reason, pen)
      const names = byNote.get(note) ?? []
      names.push(cleanLine(logicalId, 60))
      byNote.set(note, names)
    }
  }
  const notes = [...byNote].map(([note, names]) => ({
    word: '',
    names: [`of these ${names.length}`],
    texts: [`${listNames(names)}: ${note}`],
  }))
  const types = listNames(tally(kept.map(({ type }) => shortType(type))), 'types')
  return [{ word: faces.kept.word, names: [count(kept.length, 'resource')], texts: [types] }, ...notes]
}

/** `EC2::Subnet ×4`, `EC2::VPC`: each once with its number, the most frequent first. */
export function tally(names: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  const sorted = [...counts].sort(([, one], [, other]) => other - one)
  return sorted.map(([name, times]) => (times === 1 ? name : `${name} ×${times}`))
}

const mostNames = 8

/** The first few of a list, and how many more there are. */
export function listNames(names: readonly string[], noun = ''): string {
  const more = names.length - mostNames
  if (more <= 1) return names.join(', ')
  return `${names.slice(0, mostNames).join(', ')} and ${more} more${noun === '' ? '' : ` ${noun}`}`
}
