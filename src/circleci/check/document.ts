import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml'
import type { ConfigProblem, ConfigRule } from './problem.ts'

const longestText = 8 * 1024 * 1024
const deepestMerge = 20

/** A key and the value beside it, aliases followed. */
export type Entry = { key: string; keyNode: Node; value: Node | undefined }

/** A config's YAML with its places, and the problems found in it so far. */
export class ConfigDocument {
  readonly problems: ConfigProblem[] = []
  readonly root: Node | undefined
  readonly #path: string
  readonly #lines = new LineCounter()
  readonly #document: Document | undefined

  constructor(source: { path: string; text: string }) {
    this.#path = source.path
    if (source.text.length > longestText) {
      this.report('unreadable', undefined, 'the file is larger than 8 MB', 'CircleCI reads no larger config: split it.')
      return
    }
    this.#document = this.#parse(source.text)
    this.root = this.#document?.contents ?? undefined
  }

  /** Notes a problem at a node's place, or at the file's beginning. */
  report(rule: ConfigRule, node: Node | undefined, found: string, remedy: string): void {
    this.problems.push({ rule, place: this.place(node), found, remedy })
  }

  /** Where a node begins, or the file: file:line:column. */
  place(node: Node | undefined): string {
    const { line, col } = node?.range ? this.#lines.linePos(node.range[0]) : { line: 1, col: 1 }
    return `${this.#path}:${line}:${col}`
  }

  /** The node itself, or what its alias stands for. */
  follow(node: unknown): Node | undefined {
    if (isAlias(node)) return this.#document ? node.resolve(this.#document) : undefined
    return isNode(node) ? node : undefined
  }

  /** A map's entries, those merged by `<<` after its own; none of anything else. */
  entries(node: unknown): Entry[] {
    const found = new Map<string, Entry>()
    this.#collect(node, found, 0)
    return [...found.values()]
  }

  /** The value of one key of a map. */
  get(node: unknown, key: string): Node | undefined {
    return this.entries(node).find((entry) => entry.key === key)?.value
  }

  /** A list's items, aliases followed; none of anything else. */
  items(node: unknown): Node[] {
    const list = this.follow(node)
    if (!isSeq(list)) return []
    return list.items.map((item) => this.follow(item)).filter((item) => item !== undefined)
  }

  /** The text of a scalar that is a string. */
  text(node: unknown): string | undefined {
    const scalar = this.follow(node)
    return isScalar(scalar) && typeof scalar.value === 'string' ? scalar.value : undefined
  }

  #parse(text: string): Document | undefined {
    try {
      const document = parseDocument(text, { lineCounter: this.#lines, merge: true })
      const [error] = document.errors
      if (!error) return document
      const { line, col } = this.#lines.linePos(error.pos[0])
      const place = `${this.#path}:${line}:${col}`
      this.problems.push({ rule: 'unreadable', place, found: `this is not YAML (${error.code})`, remedy: 'Correct the YAML there.' })
    } catch {
      // The parser recurses: a file nested some thousand levels deep exhausts its stack.
      this.report('unreadable', undefined, 'the file is nested too deeply to be read', 'Write it flatter.')
    }
    return undefined
  }

  #collect(node: unknown, found: Map<string, Entry>, depth: number): void {
    const map = this.follow(node)
    if (!isMap(map) || depth > deepestMerge) return
    for (const pair of (map as YAMLMap).items) {
      const keyNode = this.follow(pair.key)
      if (!isScalar(keyNode)) continue
      const key = String(keyNode.value)
      if (key !== '<<' && !found.has(key)) found.set(key, { key, keyNode, value: this.follow(pair.value) })
    }
    this.#collectMerged(map as YAMLMap, found, depth)
  }

  #collectMerged(map: YAMLMap, found: Map<string, Entry>, depth: number): void {
    for (const pair of map.items) {
      const key = this.follow(pair.key)
      // The parser makes a merge key's value a symbol in some of its versions.
      if (!isScalar(key) || (key.value !== '<<' && typeof key.value !== 'symbol')) continue
      const value = this.follow(pair.value)
      for (const source of isSeq(value) ? value.items : [value]) this.#collect(source, found, depth + 1)
    }
  }
}
