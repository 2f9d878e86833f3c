import { type Alias, type Document, isAlias, isMap, isNode, isScalar, LineCounter, type ParsedNode, parseDocument, visit } from 'yaml'
import { fail, failAll, type ReplicaError } from '../errors.ts'

const largestText = 1_000_000
const mostAliases = 100

/** A parsed replica.yml that still knows where each value stands. */
export interface SpecDocument {
  path: string
  root: Document.Parsed<ParsedNode>
  lines: LineCounter
}

/** Parses YAML text. Throws `spec.syntax` for each fault of the YAML itself, with its line and column. */
export function parseSpecDocument(text: string, path: string): SpecDocument {
  if (text.length > largestText) throw fail('spec.syntax', { place: `${path}:1:1`, reason: 'the file is larger than 1 MB' })
  const lines = new LineCounter()
  const root = parse(text, path, lines)
  const document = { path, root, lines }
  const faults = [...syntaxFaults(document), ...aliasFaults(document)]
  if (faults.length > 0) throw failAll(faults)
  return document
}

/** `file:line:column` of a node; of the file's start where it has none. */
export function placeOf(document: SpecDocument, node: unknown): string {
  const offset = isNode(node) && node.range ? node.range[0] : 0
  return placeAt(document, offset)
}

/** Where the value at a path stands; of a name that is itself a key, where that key stands. */
export function placeAtPath(document: SpecDocument, path: readonly (string | number)[], isName: boolean): string {
  const holder = document.root.getIn(path.slice(0, -1), true)
  const key = path.at(-1)
  const pair = isMap(holder) && isName ? holder.items.find((each) => isScalar(each.key) && each.key.value === key) : undefined
  return placeOf(document, pair?.key ?? document.root.getIn(path, true) ?? holder)
}

/** The node that an alias stands for; any other node is itself. */
export function resolveAlias(document: SpecDocument, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document.root) : node
}

function parse(text: string, path: string, lineCounter: LineCounter): Document.Parsed<ParsedNode> {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true })
  } catch (error) {
    throw fail('spec.syntax', { place: `${path}:1:1`, reason: 'it is nested too deep' }, error)
  }
}

function syntaxFaults(document: SpecDocument): ReplicaError[] {
  const faults = [...document.root.errors, ...document.root.warnings]
  return faults.map((fault) => fail('spec.syntax', { place: placeAt(document, fault.pos[0]), reason: firstLine(fault.message) }))
}

/** Aliases that hold aliases grow without end; nobody needs so many. */
function aliasFaults(document: SpecDocument): ReplicaError[] {
  const aliases: Alias[] = []
  visit(document.root, { Alias: (_, node) => void aliases.push(node) })
  const first = aliases[mostAliases]
  if (first !== undefined) return [fail('spec.syntax', { place: placeOf(document, first), reason: `more than ${mostAliases} aliases` })]
  return aliases
    .filter((alias) => alias.resolve(document.root) === undefined)
    .map((alias) => fail('spec.syntax', { place: placeOf(document, alias), reason: `no anchor is named "${alias.source}"` }))
}

function placeAt(document: SpecDocument, offset: number): string {
  const { line, col } = document.lines.linePos(offset)
  return `${document.path}:${Math.max(line, 1)}:${Math.max(col, 1)}`
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message
}
