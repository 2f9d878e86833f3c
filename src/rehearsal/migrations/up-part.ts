/** What a migration file asks of whoever runs it. */
export interface UpPart {
  /** The part that migrates forward; all other lines are empty, so that lines keep their numbers. */
  sql: string
  /** Whether it wants a transaction around it; undefined where it does not say. */
  transaction: boolean | undefined
}

/**
 * Pure: the forward part of a file, by the marks of the migration tools that write both ways into one file, and what it
 * says about its transaction. A file without marks is all forward.
 */
export function readUpPart(text: string): UpPart {
  const lines = text.split('\n')
  const marks = lines.map(markOf)
  let forward = !marks.includes('up')
  const kept = lines.map((line, at) => {
    if (marks[at] !== undefined) forward = marks[at] === 'up'
    // Marks of Play are no comments of SQL.
    return forward && !line.startsWith('# ---') ? line : ''
  })
  const without = lines.some((line) => noTransaction.some((pattern) => pattern.test(line)))
  const wrapped = lines.some((line) => wrapping.test(line))
  return { sql: kept.join('\n'), transaction: without ? false : wrapped ? true : undefined }
}

function markOf(line: string): 'up' | 'down' | undefined {
  if (ups.some((pattern) => pattern.test(line))) return 'up'
  return downs.some((pattern) => pattern.test(line)) ? 'down' : undefined
}

// dbmate, goose, sql-migrate, rambler; node-pg-migrate; Play.
const ups = [/^\s*--\s*(?:migrate:|\+goose\s+|\+migrate\s+|rambler\s+)up\b/i, /^\s*--+\s*up migration\b/i, /^(?:#|--) ?-* ?!Ups/]
// The same, and tern's line between the two.
const downs = [
  /^\s*--\s*(?:migrate:|\+goose\s+|\+migrate\s+|rambler\s+)down\b/i,
  /^\s*--+\s*down migration\b/i,
  /^(?:#|--) ?-* ?!Downs/,
  /^---- create above \/ drop below ----/,
]

/** Tools that put a transaction around every file that does not forbid it, whatever is in it. */
const wrapping = /^\s*--\s*(?:migrate:up|\+goose\s+up|\+migrate\s+up)\b/i

const noTransaction = [
  /^\s*--.*\bno[- _]?transaction\b/i,
  /^\s*--.*\bdisable[-_]?(?:ddl[-_]?)?(?:transaction|tx)\b/i,
  /^\s*--.*\b(?:run_?in_?|execute_?in_?)?transaction\s*[:=]\s*"?(?:false|off|no|none)\b/i,
  /^\s*--\s*atlas:txmode\s+none\b/i,
]
