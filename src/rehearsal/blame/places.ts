import { type CodeFile, lineOf } from '../code/analyse.ts'
import type { Flow } from '../code/flow.ts'
import { matchRecorded, type SqlStatement, statementBefore } from '../code/sql-statements.ts'
import type { Use } from '../code/uses.ts'
import type { Place } from '../types.ts'
import { quoteLine } from './quote-line.ts'

/** What is looked for in a pipeline's code. Names are in lower case. */
export interface Wanted {
  /** A column, or where `column` is undefined the table itself. */
  column?: string
  /** Without its schema. */
  table: string
  /** Recorded statements that touched it, literals stripped. */
  statements: readonly string[]
  /** All others that were recorded. */
  otherStatements: readonly string[]
  /** The recorded statement that failed, and which of its mentions of the name is nearest to the fault, from 0. */
  failed?: { text: string; mention: number | undefined; line?: number }
  /** Lines that an error's own trace names. */
  trace: readonly { file: string; line: number }[]
}

interface Candidate {
  file: CodeFile
  at: number
  /** The less, the likelier. */
  rank: number
}

/** From here on a use is only named where there is no better one. */
const doubtful = 5
const hopeless = 9

/**
 * Pure: where the code uses it, the likeliest place first: the statement that failed; SQL that names table and column;
 * what takes it from data that came from the table; then the rest. Where it is never named, as by position, the line of
 * the statement.
 */
export function findPlaces(code: readonly CodeFile[], wanted: Wanted): Place[] {
  const candidates = code.flatMap((file) => candidatesIn(file, wanted))
  const order = new Map(code.map((file, at) => [file, at]))
  const sorted = candidates
    .filter(({ rank }) => rank < hopeless)
    .map((candidate) => ({ ...candidate, line: lineOf(candidate.file, candidate.at) }))
    .map((candidate) => (isTraced(candidate, wanted) ? { ...candidate, rank: candidate.rank - 10 } : candidate))
    .sort((a, b) => a.rank - b.rank || (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || a.line - b.line)
  const best = sorted[0]?.rank ?? 0
  const kept = sorted.filter(({ rank }, at) => at === 0 || rank < doubtful || (best >= doubtful && rank === best))
  const unique = new Map(kept.map((candidate) => [`${candidate.file.file}:${candidate.line}`, candidate] as const).reverse())
  return [...unique.values()].reverse().map(({ file, line }) => ({ file: file.file, line, text: quoteLine(file, line) }))
}

function isTraced({ file, line, rank }: Candidate & { line: number }, wanted: Wanted): boolean {
  return wanted.failed === undefined && rank < hopeless - 1 && wanted.trace.some((each) => each.file === file.file && each.line === line)
}

function candidatesIn(file: CodeFile, wanted: Wanted): Candidate[] {
  const name = wanted.column ?? wanted.table
  const bearings = file.statements.map((statement) => ({ statement, bearing: bearingOf(file, statement, wanted) }))
  const about = bearings.filter(({ bearing }) => bearing === 'failed' || bearing === 'about').map(({ statement }) => statement)
  const inSql = bearings.flatMap(({ statement, bearing }) => sqlCandidates(file, statement, bearing, wanted))
  const tables = (file.uses.get(wanted.table) ?? []).filter(({ form, at }) => form !== 'symbol' && !isIn(file.statements, at))
  const uses = (file.uses.get(name) ?? []).filter(({ form, at }) => (form !== 'word' && form !== 'clause') || !isIn(file.statements, at))
  if (uses.length === 0 && tables.length === 0) return inSql
  if (wanted.column === undefined) return [...inSql, ...uses.map((use) => ({ file, at: use.at, rank: tableRanks[use.form] }))]
  const flow = file.follow(
    about,
    tables.filter(({ form }) => form === 'text' || form === 'access').map(({ at }) => at),
  )
  const isAbout = about.length > 0 || tables.length > 0
  return [...inSql, ...uses.map((use) => ({ file, at: use.at, rank: rankOfUse(use, flow, isAbout) })), ...completed(file, name, flow)]
}

const tableRanks: Readonly<Record<Use['form'], number>> = {
  text: 2,
  access: 2,
  argument: 3,
  clause: 3,
  key: 6,
  partial: 8,
  word: 6,
  symbol: 7,
}
const columnRanks: Readonly<Record<Use['form'], number>> = {
  access: 2,
  text: 2.05,
  argument: 2.1,
  clause: 2.15,
  partial: 2.2,
  key: 5.5,
  word: 6,
  symbol: 7,
}

function rankOfUse({ form, token }: Pick<Use, 'form' | 'token'>, flow: Flow, isAbout: boolean): number {
  const nearness = flow.nearness(token)
  const distance = nearness === 'own' ? 0 : nearness === 'line' ? 0.5 : isAbout ? 1 : 2
  return columnRanks[form] + distance
}

/** R takes `$test_sc` for `test_score`. */
function completed(file: CodeFile, name: string, flow: Flow): Candidate[] {
  if (file.language !== 'r') return []
  const starts = [...file.uses].filter(([written]) => written.length > 2 && written.length < name.length && name.startsWith(written))
  return starts.flatMap(([, uses]) =>
    uses
      .filter(({ form, at }) => form === 'access' && file.source[at - 1] === '$')
      .map((use) => ({ file, at: use.at, rank: rankOfUse({ ...use, form: 'partial' }, flow, true) })),
  )
}

type Bearing = 'failed' | 'about' | 'unknown' | 'other'

/** Less than this share of a recorded statement says little: `SELECT * FROM` is as much as some code has. */
const leastMatch = 0.2

function bearingOf(file: CodeFile, statement: SqlStatement, wanted: Wanted): Bearing {
  const { failed, table } = wanted
  if (failed?.line !== undefined) {
    const [from, to] = [lineOf(file, statement.start), lineOf(file, statement.end)]
    if (from <= failed.line && failed.line <= to && matchRecorded(statement, failed.text) > leastMatch) return 'failed'
  } else if (failed !== undefined && matchRecorded(statement, failed.text) > leastMatch) return 'failed'
  const own = bestMatch(statement, wanted.statements)
  const others = bestMatch(statement, wanted.otherStatements)
  if (own > leastMatch && own >= others) return 'about'
  if (statement.names.some(({ name }) => name === table)) return 'about'
  return others > leastMatch ? 'other' : 'unknown'
}

function bestMatch(statement: SqlStatement, recorded: readonly string[]): number {
  return recorded.reduce((best, text) => Math.max(best, matchRecorded(statement, text)), 0)
}

const sqlRanks: Readonly<Record<Bearing, number>> = { failed: 0, about: 1, unknown: 4, other: hopeless }

function sqlCandidates(file: CodeFile, statement: SqlStatement, bearing: Bearing, wanted: Wanted): Candidate[] {
  const { column, table, failed } = wanted
  const isTable = (name: string): boolean => name === table
  const mentions = statement.names.filter(({ name }) => name === (column ?? table))
  const start = { file, at: verbBefore(statement, table), rank: bearing === 'failed' ? 0.5 : 5 }
  if (mentions.length === 0) return bearing === 'failed' || bearing === 'about' ? [start] : []
  const aliases = aliasesOf(statement, table)
  const namesTable = statement.names.some(({ name }) => isTable(name))
  const precision = bearing === 'failed' && failed !== undefined ? 1 - matchRecorded(statement, failed.text) : 0
  const target = column === undefined ? undefined : targetOf(statement, table)
  return mentions.map(({ at, qualifier }, index) => {
    const isQualified = qualifier !== undefined && namesTable && column !== undefined && !aliases.has(qualifier)
    const isOthers = isQualified || target?.has(at) === true
    const isNearest = bearing !== 'failed' || failed?.mention === undefined || failed.mention === index
    return { file, at, rank: sqlRanks[bearing] + precision * 0.2 + (isOthers ? 0.4 : 0) + (isNearest ? 0 : 0.3) }
  })
}

const verbs = /^(?:select|insert|update|delete|copy|merge|truncate)$/

/** Where the part of a statement begins that takes from the table or gives to it. */
function verbBefore({ names, start }: SqlStatement, table: string): number {
  const mention = names.findIndex(({ name }) => name === table)
  const before = names.slice(0, mention === -1 ? names.length : mention)
  return (mention === -1 ? before.find(({ name }) => verbs.test(name)) : before.findLast(({ name }) => verbs.test(name)))?.at ?? start
}

/**
 * The places of names that belong to another table than the one that is read: the columns of an INSERT into that, those
 * of its ON CONFLICT, and names that the statement gives itself.
 */
function targetOf({ names }: SqlStatement, table: string): Set<number> {
  const into = names.findIndex(({ name }) => name === 'into')
  const next = names[into + 2]?.qualifier === names[into + 1]?.name ? into + 2 : into + 1
  const given = names.filter((_, at) => names[at - 1]?.name === 'as').map(({ at }) => at)
  if (into === -1 || names[next]?.name === table) return new Set(given)
  const query = names.findIndex(({ name }, at) => at > next && /^(?:select|values|with|using|default)$/.test(name))
  const conflict = names.findIndex(({ name }, at) => at > next && name === 'conflict')
  const others = names.filter((_, at) => at > next && (at < query || (conflict !== -1 && at > conflict)))
  return new Set([...given, ...others.map(({ at }) => at)])
}

const noAlias =
  /^(?:where|join|on|using|left|right|inner|full|cross|natural|group|order|having|limit|set|values|select|union|returning|default|as)$/

/** The table and what it is called in the statement: `ela_scores AS e`. */
function aliasesOf(statement: SqlStatement, table: string): Set<string> {
  const aliases = new Set([table])
  for (const [at, { name }] of statement.names.entries()) {
    if (name !== table) continue
    const next = statement.names[at + 1]?.name === 'as' ? statement.names[at + 2] : statement.names[at + 1]
    if (next !== undefined && next.qualifier === undefined && !noAlias.test(next.name)) aliases.add(next.name)
  }
  return aliases
}

function isIn(statements: readonly SqlStatement[], at: number): boolean {
  const statement = statementBefore(statements, at + 1)
  return statement !== undefined && at <= statement.end
}
