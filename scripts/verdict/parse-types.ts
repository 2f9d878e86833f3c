/** A JSON schema, as far as types of plain data need it. */
export type JsonSchema = { [key: string]: unknown }

interface Reader {
  tokens: readonly string[]
  at: number
}

const token = /\/\*\*([\s\S]*?)\*\/|\/\/[^\n]*|'[^']*'|[A-Za-z_$][\w$]*|\d+|\.\.\.|=>|[{}()[\]<>|&?:;,=]|\n/g

/**
 * Pure: a JSON schema for each exported interface and type alias of a TypeScript file of plain data: properties, arrays,
 * unions, literals, records and names of other types; doc comments become descriptions. Throws on anything else.
 */
export function parseTypes(source: string): Map<string, JsonSchema> {
  const reader: Reader = { tokens: tokensOf(source), at: 0 }
  const types = new Map<string, JsonSchema>()
  let comment: string | undefined
  while (reader.at < reader.tokens.length) {
    const word = next(reader)
    if (word.startsWith('/**')) comment = textOf(word)
    else if (word === 'interface' || (word === 'type' && /^\w+$/.test(peek(reader)) && reader.tokens[reader.at + 1] === '=')) {
      const name = next(reader)
      types.set(name, described(word === 'interface' ? readInterface(reader) : readAlias(reader), comment))
      comment = undefined
    } else if (word === 'import' || word === 'export') skipImport(reader)
  }
  return types
}

function tokensOf(source: string): string[] {
  return [...source.matchAll(token)].map(([text]) => text).filter((text) => text !== '\n' && !text.startsWith('//'))
}

function textOf(comment: string): string {
  return comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** `import … from '…'`, `export type { … } from '…'`: what they name is declared elsewhere. */
function skipImport(reader: Reader): void {
  const isList = peek(reader) === '{' || (peek(reader) === 'type' && reader.tokens[reader.at + 1] === '{')
  if (isList) while (!next(reader).startsWith("'")) if (reader.at >= reader.tokens.length) return
}

function readInterface(reader: Reader): JsonSchema {
  if (peek(reader) !== 'extends') return readObject(reader)
  next(reader)
  const base = next(reader)
  return { ...readObject(reader), extends: base }
}

function readAlias(reader: Reader): JsonSchema {
  expectToken(reader, '=')
  return readUnion(reader)
}

function readUnion(reader: Reader): JsonSchema {
  if (peek(reader) === '|') next(reader)
  const options = [readIntersection(reader)]
  while (peek(reader) === '|') {
    next(reader)
    options.push(readIntersection(reader))
  }
  if (options.length === 1) return options[0] ?? {}
  const values = options.flatMap((option) => ('const' in option ? [option.const] : []))
  return values.length === options.length ? { enum: values } : { anyOf: options }
}

/** `Named & { … }`: as an interface that extends the other. */
function readIntersection(reader: Reader): JsonSchema {
  const first = readArray(reader)
  if (peek(reader) !== '&') return first
  next(reader)
  return { ...readArray(reader), extends: String(first.$ref).replace('#/definitions/', '') }
}

function readArray(reader: Reader): JsonSchema {
  if (peek(reader) === 'readonly') next(reader)
  let schema = readOne(reader)
  while (peek(reader) === '[') {
    next(reader)
    expectToken(reader, ']')
    schema = { type: 'array', items: schema }
  }
  return schema
}

const plain: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'null'])

function readOne(reader: Reader): JsonSchema {
  const word = peek(reader)
  if (word === '{') return readObject(reader)
  next(reader)
  if (word === '(') {
    const inner = readUnion(reader)
    expectToken(reader, ')')
    return inner
  }
  if (word.startsWith("'")) return { const: word.slice(1, -1) }
  if (/^\d+$/.test(word)) return { const: Number(word) }
  if (word === 'true' || word === 'false') return { const: word === 'true' }
  if (plain.has(word)) return { type: word }
  if (word === 'Readonly') return readArgument(reader)
  if (word === 'Record') return readRecord(reader)
  if (/^[A-Z]\w*$/.test(word)) return { $ref: `#/definitions/${word}` }
  throw new Error(`the types hold ${word}, which this reader does not know`)
}

function readArgument(reader: Reader): JsonSchema {
  expectToken(reader, '<')
  const inner = readUnion(reader)
  expectToken(reader, '>')
  return inner
}

function readRecord(reader: Reader): JsonSchema {
  expectToken(reader, '<')
  readUnion(reader)
  expectToken(reader, ',')
  const value = readUnion(reader)
  expectToken(reader, '>')
  return { type: 'object', additionalProperties: value }
}

function readObject(reader: Reader): JsonSchema {
  expectToken(reader, '{')
  const properties: Record<string, JsonSchema> = {}
  const required: string[] = []
  let comment: string | undefined
  while (peek(reader) !== '}') {
    const name = next(reader)
    if (name.startsWith('/**')) comment = textOf(name)
    if (name.startsWith('/**') || name === ';' || name === ',' || name === 'readonly') continue
    const optional = peek(reader) === '?'
    if (optional) next(reader)
    else required.push(name)
    expectToken(reader, ':')
    properties[name] = described(readUnion(reader), comment)
    comment = undefined
  }
  next(reader)
  return { type: 'object', properties, required, additionalProperties: false }
}

function described(schema: JsonSchema, description: string | undefined): JsonSchema {
  return description === undefined ? schema : { description, ...schema }
}

function peek({ tokens, at }: Reader): string {
  return tokens[at] ?? ''
}

function next(reader: Reader): string {
  const word = peek(reader)
  reader.at += 1
  return word
}

function expectToken(reader: Reader, wanted: string): void {
  const found = next(reader)
  if (found !== wanted) throw new Error(`the types have ${found} where ${wanted} was expected`)
}
