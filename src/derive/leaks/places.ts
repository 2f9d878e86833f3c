import type { Production } from '../../production/types.ts'
import { indexOfName } from '../names/identify.ts'

/** Finds where in production's template texts a leak came from. */
export class Places {
  private readonly texts: ReadonlyMap<string, string>

  constructor(production: Production) {
    this.texts = new Map(production.stacks.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text] as const])))
  }

  /**
   * Line and column, from 1, of a found string within the part of the template that its path names; of that part itself
   * where only an expression says the string; nothing where the template's text is not known.
   */
  of(stack: string, path: string, found: string): { line: number; column: number } | Record<string, never> {
    const text = this.texts.get(stack)
    if (text === undefined) return {}
    const part = startOf(text, path)
    const inPart = indexOfName(text, found, part ?? 0)
    const at = inPart >= 0 ? inPart : (part ?? indexOfName(text, found))
    return at < 0 ? {} : placeOf(text, at)
  }
}

/** Where the section and the resource, parameter or output of a path begin. */
function startOf(text: string, path: string): number | undefined {
  const [, section = '', id = ''] = path.split('/')
  const inSection = keyAt(text, section, 0)
  return inSection === undefined ? undefined : (keyAt(text, id, inSection) ?? inSection)
}

function keyAt(text: string, key: string, from: number): number | undefined {
  for (let at = text.indexOf(key, from); at >= 0 && key !== ''; at = text.indexOf(key, at + 1)) {
    const isKey = /^["']?\s*:/.test(text.slice(at + key.length, at + key.length + 8))
    if (isKey && /(?:^|[\n{,])[ \t]*["']?$/.test(text.slice(Math.max(0, at - 80), at))) return at
  }
  return undefined
}

function placeOf(text: string, at: number): { line: number; column: number } {
  let line = 1
  let start = 0
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', end + 1)) {
    line += 1
    start = end + 1
  }
  return { line, column: at - start + 1 }
}
