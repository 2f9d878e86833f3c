import type { Scope } from '../../production/fold.ts'

/** A place of a text where a pseudo parameter said something: `AWS::Region` said `us-east-1`. */
export interface PseudoPlace {
  at: number
  text: string
  name: string
}

/** Characters of Unicode's private use, which no template has. */
const [start, middle, end] = ['\uE000', '\uE001', '\uE002']
const mark = /\uE000([^\uE001]*)\uE001([^\uE002]*)\uE002/g

/** A scope in which whatever a pseudo parameter says is marked with the parameter's name. */
export function withMarks(scope: Scope): Scope {
  const marked = Object.entries(scope.pseudo).map(([name, text]) => [name, `${start}${name}${middle}${text}${end}`] as const)
  return { ...scope, pseudo: Object.fromEntries(marked), conditions: new Map() }
}

/** The text without its marks, and where they were. */
export function readMarks(marked: string): { text: string; pseudos: readonly PseudoPlace[] } {
  if (!marked.includes(start)) return { text: marked, pseudos: none }
  const pseudos: PseudoPlace[] = []
  let removed = 0
  const text = marked.replaceAll(mark, (whole, name: string, said: string, at: number) => {
    pseudos.push({ at: at - removed, text: said, name })
    removed += whole.length - said.length
    return said
  })
  return { text: text.replaceAll(/[\uE000-\uE002]/g, ''), pseudos }
}

const none: readonly PseudoPlace[] = []
