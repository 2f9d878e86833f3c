import { isMap, isScalar, isSeq, type Node } from 'yaml'
import type { Kind } from './definitions.ts'
import type { ConfigDocument } from './document.ts'
import { readParameters } from './parameters.ts'

/** A value, or the beginning or end of a section that depends on one. */
const placeholder = /(?<!\\)<<\s*[#^/]?\s*parameters\.([\w-]+)\s*>>/g

/** Checks that a definition uses the parameters it declares, and no others. */
export function checkPlaceholders(document: ConfigDocument, part: { kind: Kind; name: string; node: Node | undefined }): void {
  const declared = readParameters(document, part.node)
  const used = new Set<string>()
  eachText(document, part.node, (text, node) => {
    for (const [, name = ''] of text.matchAll(placeholder)) {
      // A name used twice is told once.
      if (!declared.has(name) && !used.has(name))
        document.report(
          'undeclared-parameter',
          node,
          `"${part.name}" declares no parameter "${name}"`,
          `Declare ${name} under its parameters:.`,
        )
      used.add(name)
    }
  })
  for (const { key, keyNode } of document.entries(document.get(part.node, 'parameters')))
    if (!used.has(key))
      document.report('unused-parameter', keyNode, `"${part.name}" does not use its parameter "${key}"`, 'Use it, or remove it.')
}

/** Visits every text of a tree once, however many aliases lead to it. */
function eachText(document: ConfigDocument, root: Node | undefined, visit: (text: string, node: Node) => void): void {
  const seen = new Set<Node>()
  const open: unknown[] = [root]
  while (open.length > 0) {
    const node = document.follow(open.pop())
    if (!node || seen.has(node)) continue
    seen.add(node)
    if (isScalar(node) && typeof node.value === 'string') visit(node.value, node)
    for (const child of children(node)) open.push(child)
  }
}

function children(node: Node): unknown[] {
  if (isSeq(node)) return node.items
  return isMap(node) ? node.items.flatMap(({ key, value }) => [key, value]) : []
}
