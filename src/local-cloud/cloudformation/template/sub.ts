/** One part of the text of Fn::Sub: literal text, or the name in `${…}`. */
export type SubPart = { text: string } | { name: string }

/** Splits the text of Fn::Sub. `${!Name}` is the literal `${Name}`. */
export function parseSub(text: string): SubPart[] {
  return text.split(/(\$\{[^{}]*\})/).flatMap((piece): SubPart[] => {
    if (piece === '') return []
    if (!/^\$\{[^{}]*\}$/.test(piece)) return [{ text: piece }]
    const name = piece.slice(2, -1).trim()
    return [name.startsWith('!') ? { text: `\${${name.slice(1)}}` } : { name }]
  })
}

/** `Id.Attribute.Path` → logical id and attribute; no attribute where there is no dot. */
export function parseAttributePath(path: string): { id: string; attribute?: string } {
  const dot = path.indexOf('.')
  return dot < 0 ? { id: path } : { id: path.slice(0, dot), attribute: path.slice(dot + 1) }
}
