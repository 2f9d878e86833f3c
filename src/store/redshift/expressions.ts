import { closing, type Edit, follows, type Word } from './words.ts'

/** Functions and types that PostgreSQL has under another name. */
export function expressionEdits(words: readonly Word[]): Edit[] {
  return words.flatMap((word, at) => (word.kind === 'word' ? (functionEdits(words, at) ?? typeEdits(words, at) ?? []) : []))
}

function functionEdits(words: readonly Word[], at: number): Edit[] | undefined {
  const word = words[at]
  if (word === undefined || words[at - 1]?.text === '.') return undefined
  const called = words[at + 1]?.text === '('
  if (word.text === 'GETDATE' && called && words[at + 2]?.text === ')')
    return [{ start: word.start, end: words[at + 2]?.end ?? word.end, text: "(statement_timestamp() AT TIME ZONE 'UTC')" }]
  if (word.text === 'SYSDATE' && !called && !isName(words, at))
    return [{ start: word.start, end: word.end, text: "(transaction_timestamp() AT TIME ZONE 'UTC')" }]
  if (word.text === 'NVL' && called) return [{ start: word.start, end: word.end, text: 'coalesce' }]
  return word.text === 'NVL2' && called ? nvl2(words, at) : undefined
}

/** `NVL2(a, b, c)`: b where a is there, else c. */
function nvl2(words: readonly Word[], at: number): Edit[] | undefined {
  const to = closing(words, at + 1)
  const depth = (words[at + 1]?.depth ?? 0) + 1
  const commas = words.filter((word, place) => place > at && place < to && word.text === ',' && word.depth === depth)
  const [first, second] = commas
  const [name, open, close] = [words[at], words[at + 1], words[to]]
  if (commas.length !== 2 || first === undefined || second === undefined || name === undefined || open === undefined || close === undefined)
    return undefined
  return [
    { start: name.start, end: open.end, text: '(CASE WHEN (' },
    { start: first.start, end: first.end, text: ') IS NOT NULL THEN' },
    { start: second.start, end: second.end, text: ' ELSE' },
    { start: close.start, end: close.end, text: ' END)' },
  ]
}

/** Whether the word names a column or an alias. */
function isName(words: readonly Word[], at: number): boolean {
  return words[at - 1]?.text === 'AS' || words[at + 1]?.text === '.' || (isElementStart(words, at) && words[at + 1]?.kind === 'word')
}

function typeEdits(words: readonly Word[], at: number): Edit[] | undefined {
  const word = words[at]
  if (word === undefined) return undefined
  if (word.text === 'MAX' && follows(words, at - 1, '(') && words[at + 1]?.text === ')') return longest(words, at)
  const name = typeNames[word.text]
  if (name === undefined || !isType(words, at)) return undefined
  // A bytea has no length.
  const end = name === 'bytea' && words[at + 1]?.text === '(' ? words[closing(words, at + 1)]?.end : undefined
  return [{ start: word.start, end: end ?? word.end, text: name }]
}

const typeNames: Readonly<Record<string, string>> = {
  SUPER: 'jsonb',
  NVARCHAR: 'varchar',
  DATETIME: 'timestamp',
  VARBYTE: 'bytea',
  VARBINARY: 'bytea',
}

/** `VARCHAR(MAX)`, `CHAR(MAX)`. */
function longest(words: readonly Word[], at: number): Edit[] | undefined {
  const type = words[at - 2]?.text ?? ''
  const { start, end } = words[at] ?? { start: 0, end: 0 }
  if (['VARCHAR', 'NVARCHAR', 'VARYING'].includes(type)) return [{ start, end, text: '65535' }]
  return ['CHAR', 'CHARACTER', 'NCHAR', 'BPCHAR'].includes(type) ? [{ start, end, text: '4096' }] : undefined
}

/** Whether a type stands here: after `::`, in a CAST, after TYPE, or behind the name of a column that is being defined. */
function isType(words: readonly Word[], at: number): boolean {
  const previous = words[at - 1]?.text
  if (previous === ':' || previous === 'TYPE' || (previous === 'AS' && (words[at]?.depth ?? 0) > 0)) return true
  const definesTable =
    follows(words, 0, 'ALTER', 'TABLE') || (follows(words, 0, 'CREATE') && words.slice(1, 4).some(({ text }) => text === 'TABLE'))
  return definesTable && isElementStart(words, at - 1)
}

/** Whether an element of a list, or the column of an ADD, begins here. */
function isElementStart(words: readonly Word[], at: number): boolean {
  const previous = words[at - 1]?.text ?? ''
  return ['(', ',', 'ADD', 'COLUMN'].includes(previous)
}
