import { isMap, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Acceptance } from '../../spec/types.ts'
import type { PlacedAcceptance } from './accept.ts'

/** Pure: the entries of `accept` with their lines in replica.yml, whose text this is. */
export function placeAcceptances(rules: readonly Acceptance[], file: string, text: string): PlacedAcceptance[] {
  if (rules.length === 0) return []
  const lines = new LineCounter()
  const root = parseDocument(text, { lineCounter: lines, prettyErrors: false }).contents
  const list = isMap(root) ? root.get('accept', true) : undefined
  const items: readonly unknown[] = isSeq(list) ? list.items : []
  return rules.map((rule, at) => {
    const start = (items[at] as { range?: readonly number[] } | undefined)?.range?.[0]
    if (start === undefined) return rule
    const { line } = lines.linePos(start)
    return { ...rule, place: { file, line, text: (text.split('\n')[line - 1] ?? '').trim().slice(0, 160) } }
  })
}
